import Glibc
import Host
import Synchronization
import Testing
import TownModel
import Wire
import ZeroMQBus

/// A town of real processes in a directory of its own, removed with everything in it and every process of it.
struct ProcessTown {
    let root: String
    let layout: TownLayout
    let programs: String
    /// Stands for the home of the user, so that no configuration of the machine gets in.
    let home: String

    /// Makes an installed town, runs the test on it, and leaves no process and no directory, whatever happened.
    ///
    /// - Parameter name: of its directory in the home: `gt` is where people have theirs.
    static func with(
        depth: Int = 0, name: String = "town", _ body: (ProcessTown) async throws -> Void
    ) async throws {
        var template = Array("/tmp/gastown-test.XXXXXX".utf8CString)
        let home = try #require(mkdtemp(&template).map { String(cString: $0) })
        let below = (0..<depth).map { _ in "a-long-name-for-a-directory" }.joined(separator: "/")
        let root = "\(home)/\(below)/\(name)".replacing("//", with: "/")
        try Files.makeDirectory(Files.parent(of: root))
        let layout = TownLayout(root: root)
        let town = ProcessTown(root: root, layout: layout, programs: try Self.programDirectory(), home: home)
        let result: Result<Void, any Error>
        do {
            try await town.gt("install", root)
            try await body(town)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        let running = TownLayout(root: root)
        let left = await Supervisor(layout: running, programs: town.programs).stop()
        #expect(left.isEmpty)
        for session in SessionFolders(layout: running).running {
            _ = await Processes.end(
                Processes.identities(of: Processes.descendants(of: session.shim.pid)) + [session.shim],
                grace: .seconds(1))
        }
        #expect(await TmuxService(layout: running).end().isEmpty)
        try Files.removeTree(home)
        try result.get()
    }

    /// Where the built programs lie: beside the bundle of these tests.
    static func programDirectory() throws -> String {
        let own = try #require(HostEnvironment.programDirectory)
        let words = Processes.commandLine(of: getpid())
        let bundle = words.first { $0.hasSuffix(".xctest") }.map(Files.parent(of:))
        let found = [bundle, own].compactMap(\.self).first { HostEnvironment.executable("\($0)/gt") != nil }
        return try #require(found, "the built gt lies neither beside \(own) nor beside the test bundle")
    }

    var environment: [String: String] {
        // A planted defect is planted in the programs too.
        let mutant = HostEnvironment.value("GT_MUTANT").map { ["GT_MUTANT": $0] } ?? [:]
        return mutant.merging([
            "PATH": "\(programs):\(HostEnvironment.path)", "HOME": home, "GT_TOWN": root, "LC_ALL": "C",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            // A busy machine is no store that is away.
            "GT_PONG_SECONDS": "10",
        ]) { $1 }
    }

    /// Runs `gt` to its end, whatever its status.
    func run(
        _ words: [String], program: String = "gt", environment changes: [String: String] = [:]
    ) async throws -> CommandResult {
        var environment = environment.merging(changes) { $1 }
        // Install makes the town that the variable would have to name.
        if words.first == "install" { environment["GT_TOWN"] = nil }
        return try await CommandRunner().run(
            CommandSpec(
                program: "\(programs)/\(program)", arguments: words, environment: environment, directory: home,
                limit: .seconds(90)))
    }

    /// Runs `gt`, expects 0, gives its output.
    @discardableResult
    func gt(_ words: String..., at location: SourceLocation = #_sourceLocation) async throws -> String {
        let result = try await run(words)
        try #require(
            result.ending == .exited(0), "gt \(words.joined(separator: " ")): \(result.errorTail)",
            sourceLocation: location)
        return result.outputText
    }

    func git(_ directory: String, _ words: String...) async throws -> String {
        let person = ["-c", "user.name=Tester", "-c", "user.email=tester@localhost"]
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "git", arguments: person + ["-C", directory] + words, environment: environment,
                directory: home, limit: .seconds(30)))
        try #require(result.ending == .exited(0), "git \(words.joined(separator: " ")): \(result.errorTail)")
        return result.outputText
    }

    /// A bare remote with one commit on `main`.
    func makeRemote(_ name: String = "remote") async throws -> String {
        let work = "\(home)/\(name)-work"
        let bare = "\(home)/\(name).git"
        try Files.makeDirectory(work)
        _ = try await git(work, "init", "--quiet", "--initial-branch=main")
        try Files.writeAtomically("first\n", to: "\(work)/README.md", mode: 0o644)
        _ = try await git(work, "add", ".")
        _ = try await git(work, "commit", "--quiet", "-m", "First")
        _ = try await git(home, "clone", "--quiet", "--bare", work, bare)
        return bare
    }
}
