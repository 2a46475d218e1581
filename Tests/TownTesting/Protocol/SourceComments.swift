import Host

/// The doc comments of the rooms whose types travel: what is said of a verb, a type or a property in `docs/` is what is
/// said of it in the code.
package struct SourceComments: Sendable {
    /// By type, or by type and property: `BeadCreate`, `BeadCreate.rig`, `BeadCounts.Count.name`.
    private var comments: [String: String] = [:]
    /// Every type with a verb, in the order of the files.
    package private(set) var verbs: [String] = []

    /// Of the sources of these rooms, below the repository's root.
    init(rooms: [String] = ["Shared/TownModel", "Shared/Wire"]) throws {
        for room in rooms {
            let folder = "\(Repository.root)/\(room)"
            for file in Files.names(in: folder).sorted() where file.hasSuffix(".swift") {
                read(try Files.readText("\(folder)/\(file)"))
            }
        }
    }

    package subscript(_ name: String) -> String? { comments[name] }

    /// The first sentence.
    package func brief(_ name: String) -> String? {
        guard let comment = comments[name] else { return nil }
        guard let end = comment.firstRange(of: #/[.:;?] [A-Z]/#)?.lowerBound else { return comment }
        return String(comment[...end])
    }

    private mutating func read(_ text: String) {
        var comment: [Substring] = []
        /// The types that are open, the outermost first.
        var path: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == " " }.count / 4
            let code = line.drop { $0 == " " }
            if code.hasPrefix("///") {
                comment.append(code.dropFirst(4))
                continue
            }
            defer { comment = [] }
            if code.isEmpty { continue }
            if depth < path.count { path = Array(path.prefix(depth)) }
            if let match = code.firstMatch(of: /^(package )?(struct|enum) (\w+)/), depth == path.count {
                path.append(String(match.3))
                note(comment, path)
            } else if let match = code.firstMatch(of: /^package var (\w+): [^{]*$/), depth == path.count {
                note(comment, path + [String(match.1)])
            } else if code.hasPrefix("package static let verb = "), depth == path.count {
                verbs.append(path.joined(separator: "."))
            }
        }
    }

    /// The first paragraph.
    private mutating func note(_ comment: [Substring], _ path: [String]) {
        let paragraph = comment.prefix { !$0.isEmpty }.joined(separator: " ")
        if !paragraph.isEmpty { comments[path.joined(separator: ".")] = paragraph }
    }
}

/// Where this package's sources lie.
package enum Repository {
    package static var root: String {
        // Tests/TownTesting/Protocol/<file>
        (0..<4).reduce(#filePath) { path, _ in Files.parent(of: path) }
    }
}
