import Host
import TownModel

/// What can be said of the town's tmux server, by asking it and by looking for its processes: it is not on the bus.
enum TmuxSight: Hashable {
    case answers(ProcessIdentity?)
    /// It, or whoever restarts it, is there, but does not answer.
    case silent(ProcessIdentity?)
    /// Nobody has started one: sessions run detached.
    case absent

    init(_ layout: TownLayout, within limit: Duration = HostLimits.tmux) async {
        let service = TmuxService(layout: layout)
        let answers = await TmuxServer(socket: layout.tmuxSocket).isUp(within: limit)
        let process = service.process
        self = answers ? .answers(process) : service.isWatched || process != nil ? .silent(process) : .absent
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
