import Host
import TownModel

/// Where a session runs.
enum SessionPlace: String, Encodable {
    case pane
    case detached
    /// The tmux server does not answer, so nobody can tell.
    case unknown
}

/// One look at all panes of the town.
struct SessionPlaces {
    private let panes: Set<Incarnation>?
    /// A server that says which panes it has is there; one that does not is looked for among all processes.
    private let isServerThere: Bool

    init(_ layout: TownLayout) async {
        panes = await TmuxServer(socket: layout.tmuxSocket).incarnations(within: CommandLimits.queryWait)
        isServerThere = panes != nil || TmuxService(layout: layout).process != nil
    }

    /// Of a session that runs.
    func place(of incarnation: Incarnation) -> SessionPlace {
        guard let panes else { return isServerThere ? .unknown : .detached }
        return panes.contains(incarnation) ? .pane : .detached
    }
}
