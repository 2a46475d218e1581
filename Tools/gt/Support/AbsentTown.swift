import Host
import TownModel
import Wire

/// What files and processes alone say of a town whose store does not answer. Nothing here is ever "fine".
struct AbsentTown: Encodable {
    var root: String
    /// Why nothing more is known.
    var problem: String
    /// The reason of an emergency stop, from its file.
    var stopped: String?
    var rigs: [String]
    /// Session directories that have no exit status yet, with whether the shim's process is there.
    var sessions: [String: String]

    /// The one service that is asked without the store.
    var tmux: ServiceStatus

    /// nil: nothing is there.
    var spool: SpoolCount?

    init(_ layout: TownLayout, tmux sight: TmuxSight) throws(CommandFailure) {
        root = layout.root
        tmux = sight.status
        spool = try SpoolCount(layout)
        problem = StoreAbsence(layout).sentence
        // An ESTOP file that can't be read is still an ESTOP file.
        stopped = Files.exists(layout.stopFile) ? ((try? Files.readText(layout.stopFile)) ?? "unreadable").trimmed : nil
        rigs = Files.names(in: layout.rigs)
        sessions = [:]
        for name in Files.names(in: layout.sessions) where !Files.exists("\(layout.sessions)/\(name)/exit") {
            sessions[name] = "unknown"
        }
    }

    func text(_ screen: Screen) -> String {
        var lines = [
            screen.paint(root, .bold), screen.paint("store: \(screen.plain(problem))", .red),
            "every service, worker and request: unknown until the store answers",
        ]
        lines.append(tmux.health == .unknown ? TmuxSight.absence : "tmux: \(tmux.health.rawValue)")
        if let spool { lines.append(screen.paint(spool.sentence, .yellow)) }
        if let stopped { lines.append(screen.paint("STOPPED: \(screen.plain(stopped))", .red)) }
        lines.append(rigs.isEmpty ? "no rig has a directory" : "rigs on disk: \(rigs.joined(separator: ", "))")
        if !sessions.isEmpty {
            lines.append("sessions without a recorded end: \(sessions.keys.sorted().joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
