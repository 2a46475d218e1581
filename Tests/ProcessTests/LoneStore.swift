import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// A town's store alone: no supervisor starts it again, no role speaks to it.
struct LoneStore: Sendable {
    let town: ProcessTown
    let layout: TownLayout
    /// What its process sees besides the town's own environment.
    var environment: [String: String] = [:]
    /// After so long it is ended: nothing of it outlives a test that hangs.
    var lifeMax: Duration = .seconds(120)

    /// The overseer's key, given before the store's first start: whoever sends commands needs not wait for it.
    static let key = String(repeating: "5eed", count: 16)

    /// A town of its own in the directory of `town`, installed and never started.
    static func make(_ name: String, in town: ProcessTown) async throws -> LoneStore {
        let layout = TownLayout(root: "\(town.home)/\(name)")
        try await town.gt("install", layout.root)
        try Files.writeAtomically("\(key)\n", to: layout.overseerKey)
        return LoneStore(town: town, layout: layout)
    }

    /// Runs it, under strace when this has words for it, or at the end of other words, and `body` beside it. Gives how it
    /// ended; nil when `body` was over first: then it is killed. `body` is cancelled when the store has ended.
    func run(
        strace words: [String] = [], after prefix: [String] = [],
        beside body: @escaping @Sendable () async throws -> Void
    ) async throws -> CommandResult? {
        try await withThrowingTaskGroup(of: CommandResult?.self) { group in
            group.addTask { try await start(words.isEmpty ? prefix : ["strace"] + words) }
            group.addTask {
                try await body()
                return nil
            }
            // Cancelled, the runner kills what it runs, and its whole group.
            defer { group.cancelAll() }
            guard let first = try await group.next() else { return nil }
            return first
        }
    }

    /// For a `body` that has done its part: waits until the store has ended.
    static func untilEnded() async {
        let (never, open) = AsyncStream.makeStream(of: Void.self)
        // Ends when it is cancelled.
        for await _ in never {}
        withExtendedLifetime(open) {}
    }

    /// Runs it for as long as `body` takes, then kills it. An end before that is an error.
    func serve<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (values, value) = AsyncStream.makeStream(of: Value.self)
        if let end = try await run(beside: { value.yield(try await body()) }) {
            throw EndedEarly(ending: end.ending, said: end.errorTail)
        }
        value.finish()
        for await value in values { return value }
        preconditionFailure("a body that was over gave nothing")
    }

    func connect() throws -> ZeroMQBus {
        try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
    }

    private func start(_ prefix: [String]) async throws -> CommandResult {
        let words = prefix + ["\(town.programs)/gt-beads-store", "--town", layout.root]
        return try await CommandRunner().run(
            CommandSpec(
                program: words[0], arguments: Array(words.dropFirst()),
                environment: town.environment.merging(environment) { $1 }, directory: town.home, limit: lifeMax))
    }

    struct EndedEarly: Error {
        let ending: CommandEnding
        let said: String
    }
}

extension LoneStore {
    /// The process that serves this town now; nil when there is none.
    var process: ProcessIdentity? {
        let pid = Files.names(in: "/proc").compactMap { Int32($0) }.first {
            let line = Processes.commandLine(of: $0)
            return line.first?.hasSuffix("gt-beads-store") == true && line.contains(layout.root)
        }
        return pid.flatMap { Processes.identities(of: [$0]).first }
    }

    /// Runs `gt` in this town, expects 0, gives its output.
    func gt(_ words: String) async throws -> String { try await shell("gt \(words)") }

    /// Runs a script of a shell in this town, expects 0, gives its output.
    func shell(_ script: String) async throws -> String {
        let result = try await result(of: script)
        try #require(result.ending.isSuccess, "\(script): \(result.ending): \(result.errorTail)")
        return result.outputText
    }

    /// Runs a script beside stores that come and go, and passes on what it prints.
    func pass(_ script: String, to reader: AsyncStream<String>.Continuation) async throws {
        defer { reader.finish() }
        reader.yield(try await shell(script))
    }

    /// Runs a script of a shell in this town, whatever comes of it.
    func result(of script: String) async throws -> CommandResult {
        var environment = town.environment
        environment["GT_TOWN"] = layout.root
        return try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", script], environment: environment, directory: town.home,
                limit: .seconds(240)))
    }
}
