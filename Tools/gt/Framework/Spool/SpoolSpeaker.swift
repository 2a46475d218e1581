import Glibc
import Host
import TownModel

/// As whom a command waits in the spool: whom the key stands for that would have been sent with it.
struct SpoolSpeaker {
    let actor: Address
    let session: Incarnation?

    /// Throws for whom the store would refuse.
    init(_ layout: TownLayout, _ surroundings: Surroundings) throws(CommandFailure) {
        if let directory = surroundings.value("GT_SESSION_DIR"), !directory.isEmpty {
            let assignment = try OwnSession(surroundings).assignment
            guard assignment.town == layout.root else {
                throw Self.forbidden("this is a session of \(assignment.town), not of \(layout.root)")
            }
            (actor, session) = (assignment.agent, assignment.incarnation)
            return
        }
        // As the store does: what runs inside a session is not the overseer, whatever it can read.
        let above = Set(Processes.parents(of: getpid()))
        let inside = SessionFolders(layout: layout).running.first { above.contains($0.shim.pid) }
        guard inside == nil else {
            throw Self.forbidden("this process runs inside a session: the overseer's key is not for it")
        }
        (actor, session) = (.overseer, nil)
    }

    private static func forbidden(_ message: String) -> CommandFailure {
        CommandFailure(
            .forbidden, code: "forbidden", message,
            hint: "use the session's own key: gt does so by itself where GT_SESSION_DIR is set")
    }
}
