import Host
import Testing

/// `docs/bd-compat.md` as a test reads it.
struct BdTable {
    struct Row: Hashable {
        /// As it is typed, e.g. `dep add`; empty for flags of every command.
        var command: String
        /// Empty: the row is about the command itself.
        var flag: String
        var verdict: String
    }

    /// Read once: many look into it, each for one command.
    static let page = Result { try BdTable() }

    private(set) var rows: [Row] = []
    /// What is not here, with the sentence on what does the job.
    private(set) var absent: [String: String] = [:]

    private init() throws {
        let path =
            Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))) + "/docs/bd-compat.md"
        var section = ""
        var command = ""
        for line in try Files.readText(path).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `") || line.hasPrefix("| |") else { continue }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                String($0).trimmed
            }
            switch section {
            case "Every command": add("", cells[0], cells[1])
            case "Commands":
                if let named = Self.words(cells[0]).first { command = named }
                add(command, cells[1], cells[2])
            default:
                for word in Self.words(cells[0]) { absent[word] = cells[1] }
            }
        }
    }

    private mutating func add(_ command: String, _ flags: String, _ verdict: String) {
        // The table's own heading.
        guard !verdict.isEmpty, verdict != "---" else { return }
        let flags = Self.words(flags)
        rows += (flags.isEmpty ? [""] : flags).map { Row(command: command, flag: $0, verdict: verdict) }
    }

    /// What stands between backquotes.
    private static func words(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }
}
