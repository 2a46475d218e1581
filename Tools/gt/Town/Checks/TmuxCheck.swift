import Host
import TownModel

extension Check {
    static let tmux = Check("tmux", why: "without its server agents run detached: no pane to look into or type in") {
        examination in
        let name = TownService.tmux.description
        switch await TmuxSight(examination.layout) {
        case .answers(let process): return [.fine(name, process.map { "pid \($0.pid)" } ?? "answers")]
        case .silent(let process):
            // Its end would be that of every agent in its panes: that is for a person to decide.
            let who = process.map { "process \($0.pid) is there and" } ?? "its watcher is there, and it"
            return [
                .broken(
                    name, "\(who) does not answer",
                    next: "gt down --agents, then gt up: saves the agents' work, and starts it anew")
            ]
        case .absent where !TmuxService.isInstalled:
            return [.warning(name, TmuxSight.absence, next: "apt-get install tmux, then gt up")]
        case .absent: return [.warning(name, TmuxSight.absence, next: fix("starts it, as gt up does"))]
        }
    } repair: { examination in
        let town = try TownServices(client: examination.client)
        let started = try await town.up([.tmux], within: CommandLimits.upWait)
        if let reason = started.withoutTmux { throw CommandFailure(.refused, code: "host", reason) }
        return "gt up tmux: it answers"
    }
}
