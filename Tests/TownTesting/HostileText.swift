import Host
import Wire

/// Texts that want to be more than text: the same for everything that a model or a terminal is shown.
package struct HostileText: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let text: String

    package var description: String { name }

    /// Without the harmless one that the others are compared with.
    package static let all = corpus.filter { $0 != harmless }
    package static let harmless = corpus[0]

    private static let corpus: [HostileText] = {
        do {
            let lines = try Files.readText("\(Repository.root)/Tests/TownTesting/Fixtures/hostile.jsonl")
            return try lines.split(separator: "\n").map { line in
                let row = try JSONText.decode(Row.self, from: Array(line.utf8))
                return HostileText(name: row.name, text: String(repeating: row.text, count: row.times))
            }
        } catch {
            fatalError("the texts can't be read: \(error)")
        }
    }()

    private struct Row: Decodable {
        var name: String
        var text: String
        var times: Int
    }
}
