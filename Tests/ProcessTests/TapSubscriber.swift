import Glibc
import Host
import Synchronization
import Testing
import TownModel

/// A subscriber that dies and comes back: one `gt tap` after the other, all appending to one file, each from the last whole
/// line of it on.
final class TapSubscriber: Sendable {
    let name: String
    private let store: LoneStore
    private let runs = Mutex(0)

    init(_ name: String, of store: LoneStore) {
        self.name = name
        self.store = store
    }

    /// All that was printed, one event a line.
    var events: String { "\(store.town.home)/\(name).events" }
    /// What the feed said of itself.
    var remarks: String { "\(store.town.home)/\(name).remarks" }

    private func sign(_ run: Int) -> String { "\(store.town.home)/\(name).\(run).pid" }

    /// The number of the next tap.
    func begin() -> Int {
        runs.withLock { runs in
            runs += 1
            return runs
        }
    }

    /// Runs a tap to its end, or until it is killed. `through`: the last event of it; nil: it has no end.
    func run(_ number: Int, through last: Int64? = nil) async throws -> CommandResult {
        let since = try lastSequence()
        let sign = sign(number)
        let end = last.map { "--count \($0 - since)" } ?? ""
        let script = """
            echo $$ > \(sign).new && mv \(sign).new \(sign) &&
            exec gt tap --since \(since) \(end) >> \(events) 2>> \(remarks)
            """
        var environment = store.town.environment
        environment["GT_TOWN"] = store.layout.root
        return try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", script], environment: environment, directory: store.town.home,
                limit: store.lifeMax))
    }

    /// Of the tap that was begun last.
    func process() async throws -> ProcessIdentity {
        let sign = sign(runs.withLock(\.self))
        try #require(await FileSign.isThere(sign, within: .seconds(30)), "\(name) did not start")
        return try #require(Processes.identities(of: [Int32(try Files.readText(sign).trimmed) ?? 0]).first)
    }

    /// kill -9, and no line is left that was not written whole.
    func kill() async throws {
        let process = try await process()
        _ = Processes.send(SIGKILL, to: process)
        try #require(await ProcessWatch.shared.waitForEnd(of: process, within: .seconds(30)))
        _ = try lastSequence()
    }

    /// Kills it once more; its last tap ends with the log, at `head`.
    func finish(at head: Int64) async throws {
        try await kill()
        guard try lastSequence() < head else { return }
        let result = try await run(begin(), through: head)
        #expect(result.ending.isSuccess, "\(name): \(result.ending)")
    }

    /// Cuts off what was not written whole; gives the last event's sequence, 0 when there is none.
    func lastSequence() throws -> Int64 {
        guard let size = Files.size(of: events), size > 0 else { return 0 }
        // Longer than any two lines.
        let tail = try Files.end(of: events, bytesMax: 64 << 10)
        guard let newline = tail.lastIndex(of: UInt8(ascii: "\n")) else {
            try #require(truncate(events, 0) == 0)
            return 0
        }
        let whole = tail[..<newline]
        try #require(truncate(events, size - (tail.count - newline - 1)) == 0)
        let start = whole.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = String(decoding: whole[start...], as: UTF8.self)
        let found = try #require(line.firstMatch(of: /"sequence":"([0-9]+)"/), "no event: \(line.prefix(200))")
        return try #require(Int64(found.1))
    }
}
