import Host
import TownModel

/// What can be said of the town's tmux server, by asking it, and when it does not answer by looking for its processes
/// among all of the machine: it is not on the bus.
enum TmuxSight: Hashable {
    case answers(ProcessIdentity?)
    /// It, or whoever restarts it, is there, but does not answer.
    case silent(ProcessIdentity?)
    /// Nobody has started one: sessions run detached.
    case absent

    init(_ layout: TownLayout, within limit: Duration = HostLimits.tmux) async {
        if let pid = await TmuxServer(socket: layout.tmuxSocket).pid(within: limit) {
            self = .answers(Processes.identities(of: [pid]).first)
            return
        }
        let service = TmuxService(layout: layout)
        let process = service.process
        self = process != nil || service.isWatched ? .silent(process) : .absent
    }

    /// As one of the services.
    var status: ServiceStatus {
        let name = TownService.tmux.description
        return switch self {
        case .answers(let process):
            ServiceStatus(name: name, health: .fine, process: process, heardAt: Surroundings.now)
        case .silent(let process): ServiceStatus(name: name, health: .silent, process: process)
        case .absent: ServiceStatus(name: name, health: .unknown)
        }
    }

    static let absence = "no tmux: sessions run detached"
}
