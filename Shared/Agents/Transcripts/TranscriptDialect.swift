/// Where a kind of agent's program writes its conversations down, and what it calls what they cost: data, as a preset is.
package struct TranscriptDialect: Hashable, Sendable {
    /// What presets call it.
    package var name: String
    /// The variable that names the folder of the program's own files, and that folder below HOME without it.
    package var homeVariable: String
    package var home: String
    /// Below that, the folder with a folder for each place that it was started in.
    package var projects: String
    /// Of a conversation's file, behind its id.
    package var ending: String

    /// The file of a conversation that was begun in a directory.
    package func path(of id: String, begunIn directory: String, environment: (String) -> String?) -> String? {
        let named = environment(homeVariable).flatMap { $0.isEmpty ? nil : $0 }
        guard let folder = named ?? environment("HOME").map({ "\($0)/\(home)" }) else { return nil }
        return "\(folder)/\(projects)/\(Self.folder(of: directory))/\(id)\(ending)"
    }

    /// Whatever is no letter and no digit is a hyphen: `/town/rigs/web` is `-town-rigs-web`.
    private static func folder(of directory: String) -> String {
        String(directory.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}

extension TranscriptDialect {
    /// A file a conversation, a JSON object a line.
    package static let claude = TranscriptDialect(
        name: "claude", homeVariable: "CLAUDE_CONFIG_DIR", home: ".claude", projects: "projects", ending: ".jsonl")

    /// Those that come with the program, by name.
    package static let shipped = Dictionary(uniqueKeysWithValues: [claude].map { ($0.name, $0) })
}
