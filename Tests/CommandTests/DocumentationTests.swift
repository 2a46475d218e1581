import ArgumentParser
import Host
import Testing
import TownTesting

@testable import gt

/// What the pages say that can be typed is what the program understands. `DocumentationRunTests` carries the blocks
/// out.
@Suite("documentation")
struct DocumentationTests {
    static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))

    /// docs/status.md also names what is not there yet.
    private static let without = ["docs/status.md"]

    private static func pages() throws -> [Page] {
        try Page.all(of: root).filter { !without.contains($0.name) }
    }

    @Test("every command in a block of a page is understood whole")
    func blocks() throws {
        var count = 0
        for page in try Self.pages() {
            for block in page.blocks where block.isCommands {
                do {
                    let script = try Placeholders.lines(block.text.replacing("\n", with: " \n ")).joined(
                        separator: "\n")
                    for command in try TypedCommand.all(in: script) {
                        count += 1
                        let problem = command.problem(isMention: false)
                        #expect(problem == nil, "\(page.name):\(block.line): \(command.arguments): \(problem ?? "")")
                    }
                } catch {
                    Issue.record("\(page.name):\(block.line): \(error)")
                }
            }
            for line in page.indented {
                // Nobody would run it: it belongs into a block that says ```sh.
                let isCommand = ["gt ", "bd ", "make ", "git ", "cd "].contains { line.text.hasPrefix($0) }
                #expect(!isCommand, "\(page.name):\(line.line): \(line.text)")
            }
        }
        #expect(count > 50)
    }

    @Test("every command that a page names in its text is there, with its options")
    func spans() throws {
        var count = 0
        for page in try Self.pages() {
            for span in page.spans where span.text.hasPrefix("gt ") || span.text.hasPrefix("bd ") {
                do {
                    for line in try Placeholders.lines(span.text) {
                        let commands = try TypedCommand.all(in: line)
                        #expect(!commands.isEmpty, "\(page.name):\(span.line): \(line)")
                        for command in commands {
                            count += 1
                            let problem = command.problem(isMention: true)
                            #expect(problem == nil, "\(page.name):\(span.line): \(line): \(problem ?? "")")
                        }
                    }
                } catch {
                    Issue.record("\(page.name):\(span.line): \(span.text): \(error)")
                }
            }
        }
        #expect(count > 300)
    }

    @Test("every link leads somewhere, to the heading that it names")
    func links() throws {
        let pages = try Page.all(of: Self.root)
        let anchors = Dictionary(uniqueKeysWithValues: pages.map { ($0.name, Self.anchors(of: $0.text)) })
        var count = 0
        for page in pages {
            for match in page.text.matches(of: #/\]\(([^)\s]+)\)/#) {
                let target = String(match.output.1)
                guard !target.contains("://") else { continue }
                count += 1
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                let folder = Files.parent(of: "/\(page.name)")
                let path = parts[0].isEmpty ? page.name : Self.plain("\(folder)/\(parts[0])")
                #expect(Files.exists("\(Self.root)/\(path)"), "\(page.name): \(target)")
                if parts.count == 2 {
                    #expect(anchors[path]?.contains(parts[1]) == true, "\(page.name): \(target)")
                }
            }
        }
        #expect(count > 50)
        // Who begins at the README comes to every page.
        let readme = try #require(pages.first { $0.name == "README.md" }).text
        for page in pages where page.name.hasPrefix("docs/") {
            #expect(readme.contains("(\(page.name)") || page.name == "docs/examples/README.md", "\(page.name)")
        }
    }

    /// Without `..`, from the top of the repository.
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// As GitHub makes them of headings.
    private static func anchors(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
                String(
                    heading.drop { $0 == "#" || $0 == " " }.lowercased()
                        .filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.map { $0 == " " ? "-" : $0 })
            })
    }

    @Test("what is wrong with a command is found, and what a text may leave out is left out")
    func judgement() throws {
        func problem(_ line: String, isMention: Bool = true) throws -> String? {
            try #require(try TypedCommand.all(in: line).first).problem(isMention: isMention)
        }
        for line in ["gt rig add", "gt sling --agent claude", "gt mq reject --reason", "bd ready --json", "gt"] {
            #expect(try problem(line) == nil, "\(line)")
        }
        for line in [
            "gt rigs", "gt rig ad", "gt sling --agnet claude", "gt rig add --json --bogus", "gt wake one two",
            "gt sling web-a1 --merge sometimes", "bd creat x", "gt --bogus",
        ] {
            #expect(try problem(line) != nil, "\(line)")
        }
        #expect(try problem("gt rig add", isMention: false) != nil)
        #expect(throws: Placeholders.Unknown.self) { try Placeholders.lines("gt show <something else>") }
        #expect(
            try Placeholders.lines("gt mol next M [--done N | --failed N]")
                == ["gt mol next web-a1 --done 3", "gt mol next web-a1 --failed 3"])
        #expect(try Placeholders.lines("gt trash list, show ID") == ["gt trash list", "gt trash show web-a1"])
    }
}
