import Glibc
import Host
import Testing
import TownModel
import TownTesting

/// What the pages tell people to type is typed: every block of commands, page after page, README first, in one town
/// that is begun as the README begins it. What can't be carried out here is marked in the page, with the reason.
///
/// `DocumentationTests` has the parser read every command, those in the text too.
@Suite(.serialized) struct DocumentationRunTests {
    private static let root = Files.parent(of: Files.parent(of: Files.parent(of: #filePath)))

    /// What the pages take for granted: work of these names.
    private static let work = """
        cat > "$HOME/web.jsonl" <<'BEADS'
        {"id":"we-a1","title":"Oil the hinges","status":"open","priority":2,"issue_type":"task"}
        {"id":"we-b1","title":"Paint the door","status":"open","priority":2,"issue_type":"task"}
        BEADS
        cat > "$HOME/hq.jsonl" <<'BEADS'
        {"id":"hq-a1","title":"Look around","status":"open","priority":2,"issue_type":"task"}
        {"id":"hq-a2","title":"Look again","status":"open","priority":2,"issue_type":"task"}
        BEADS
        gt bead import "$HOME/web.jsonl" --rig web
        gt bead import "$HOME/hq.jsonl" --rig hq
        """

    @Test("every command in a block of a page is carried out and ends with 0", .timeLimit(.minutes(3)))
    func everyBlock() async throws {
        let pages = try Page.all(of: Self.root).sorted { $0.name == "README.md" && $1.name != "README.md" }
        var (run, left) = (0, 0)
        try await ProcessTown.with(name: "gt") { town in
            let reader = try await DocumentReader.make(town)
            for page in pages {
                for block in page.blocks {
                    if let file = block.file { try reader.write(block, as: file) }
                }
            }
            for page in pages {
                for block in page.blocks where block.isCommands {
                    checkMarks(of: block, in: page)
                    let lines = block.text.split(separator: "\n").count
                    let runnable = block.runnable.split(separator: "\n").count
                    left += lines - runnable
                    guard runnable > 0 else { continue }
                    let result = try await reader.run(block.runnable)
                    run += runnable
                    #expect(
                        result.ending.isSuccess,
                        "\(page.name):\(block.line): \(result.ending): \(result.errorTail)")
                    // The README's first block has begun the town and its rig.
                    if run == runnable {
                        try await reader.waitForFirst(town)
                        let made = try await reader.run(Self.work)
                        try #require(made.ending.isSuccess, "\(made.errorTail)")
                    }
                }
            }
        }
        print("documentation: \(run) lines of commands were carried out, \(left) are marked as not to be")
        #expect(run > 30)
    }

    /// A mark says why, and is about something that is there.
    private func checkMarks(of block: Page.Block, in page: Page) {
        for case .notRun(let words, let why) in block.marks {
            #expect(!why.isEmpty, "\(page.name):\(block.line)")
            if let words { #expect(block.text.contains(words), "\(page.name):\(block.line): nothing has \"\(words)\"") }
        }
    }
}

/// Somebody who pastes blocks into a shell: in an empty home, whose `~/gt` is the town, with the programs on the path.
private struct DocumentReader {
    let town: ProcessTown
    let environment: [String: String]

    static func make(_ town: ProcessTown) async throws -> DocumentReader {
        let remote = try await town.makeRemote("web")
        // The one address of the pages that git is asked for, without a network.
        try Files.writeAtomically(
            """
            [user]
                name = Reader
                email = reader@localhost
            [url "\(remote)"]
                insteadOf = https://example.org/web.git
            """, to: "\(town.home)/.gitconfig")
        try Files.makeDirectory("\(town.home)/bin")
        // Stands for Claude Code where a session is to begin.
        try Files.writeAtomically("#!/bin/sh\nexec cat\n", to: "\(town.home)/bin/claude", mode: 0o755)
        try Files.writeAtomically(
            """
            #!/bin/sh
            # The bead that was made last.
            gt bead list --rig web --type task --all --sort created | awk '{ id = $1 } END { print id }'
            """, to: "\(town.home)/bin/newest", mode: 0o755)
        // As make install makes it.
        try #require(symlink("\(town.programs)/gt", "\(town.home)/bin/bd") == 0)
        var environment = town.environment
        environment["GT_TOWN"] = nil
        environment["GIT_CONFIG_GLOBAL"] = nil
        environment["PATH"] = "\(town.programs):\(town.home)/bin:\(HostEnvironment.path)"
        return DocumentReader(town: town, environment: environment)
    }

    /// A file of the town that a page shows whole.
    func write(_ block: Page.Block, as path: String) throws {
        let whole = "\(town.root)/\(path)"
        try Files.makeDirectory(Files.parent(of: whole))
        try Files.writeAtomically("\(block.text)\n", to: whole, mode: block.text.hasPrefix("#!") ? 0o755 : 0o644)
    }

    /// Until a line fails, as a person stops there.
    func run(_ commands: String) async throws -> CommandResult {
        let script = commands.replacing("<the bead's id>", with: "$(newest)").replacing("<bead>", with: "$(newest)")
        return try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-e", "-c", script], environment: environment, directory: town.home,
                limit: .seconds(90)))
    }

    /// The README's first bead lands, as it says, and the other pages speak of what is left of its worker.
    func waitForFirst(_ town: ProcessTown) async throws {
        let id = try await run("newest").outputText.trimmed
        try #require(id.hasPrefix("we-"))
        try await town.waitUntilClosed([id])
        let retired = try await run("gt tap '*.assignment.retired' --since 0 --count 1")
        #expect(retired.ending.isSuccess, "\(retired.errorTail)")
    }
}
