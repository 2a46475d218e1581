import Host
import TownModel

/// The last lines of a session, as its pane shows them or as its file keeps them.
struct SessionPeek: Encodable {
    let agent: Address
    let bead: BeadID
    let incarnation: Incarnation
    /// `running`, `ended` or `absent`: no process was ever recorded.
    let state: String
    let exitStatus: Int32?
    let place: SessionPlace?
    /// Whether the lines are what the pane shows; else they are from the session's output file.
    let isScreen: Bool
    /// As they were written: not fit for a terminal.
    let lines: [String]

    init(_ entry: SessionBook.Entry, _ layout: TownLayout, lines count: Int) async throws {
        agent = entry.assignment.agent
        bead = entry.assignment.bead
        incarnation = entry.assignment.incarnation
        var running = false
        switch entry.sight {
        case .absent: (state, exitStatus) = ("absent", nil)
        case .running: (state, exitStatus, running) = ("running", nil, true)
        case .ended(_, let status): (state, exitStatus) = ("ended", status)
        }
        let place = running ? await SessionPlaces(layout).place(of: incarnation) : nil
        self.place = place
        // What has no terminal writes into its file, and its pane shows no more than that.
        if place == .pane, try entry.directory.spec().output.isEmpty,
            let text = try await TmuxServer(socket: layout.tmuxSocket).lines(of: incarnation, limit: count)
        {
            isScreen = true
            lines = Self.last(count, of: text)
        } else {
            isScreen = false
            lines = Self.last(count, of: try Self.kept(entry.directory))
        }
    }

    /// Nothing was said as long as there is no file.
    private static func kept(_ directory: SessionDirectory) throws(HostError) -> String {
        guard Files.exists(directory.outputFile) else { return "" }
        return String(
            decoding: try Files.end(of: directory.outputFile, bytesMax: CommandLimits.peekBytesMax), as: UTF8.self)
    }

    /// Empty lines at the end are a screen's lower half.
    private static func last(_ count: Int, of text: String) -> [String] {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        while lines.last?.trimmed.isEmpty == true { lines.removeLast() }
        return Array(lines.suffix(count))
    }

    var heading: String {
        let what = agent.isWorker ? "\(agent) on \(bead)" : agent.description
        let ending = exitStatus.map { "exit status \($0)" } ?? "nobody recorded how"
        let said = lines.isEmpty ? "; it has written nothing" : ""
        return switch state {
        case "running": "\(what), running (\(place?.rawValue ?? "unknown"))\(said)"
        case "ended": "\(what), ended (\(ending)): what is kept of it\(said)"
        default: "\(what), not started\(said)"
        }
    }
}
