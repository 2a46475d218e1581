import Bus
import Glibc
import Host
import LedgerStorage
import Synchronization
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A town with a real ledger behind real sockets, in a directory of its own, and the built `gt` to speak to it.
///
/// The clock stands in the year 2100, so that every age is "0 s" and the output is the same every time.
final class TestTown: Sendable {
    let root: String
    private let ledger: Mutex<MemoryLedger>
    private let endpoint: ZeroMQEndpoint

    init() throws {
        var template = Array("/tmp/gt-command-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let layout = TownLayout(root: root)
        try Files.makePrivateDirectory(layout.run)
        try Files.makePrivateDirectory(layout.keys)
        try Files.writeAtomically(MemoryLedger.key(of: .overseer), to: layout.overseerKey)
        let now = try #require(Timestamp("2100-01-01T00:00:00Z"))
        ledger = Mutex(try MemoryLedger(now: now))
        endpoint = ZeroMQEndpoint(
            requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint, lockPath: layout.storeLock)
    }

    deinit {
        endpoint.stop()
        // Nothing can be done about a temporary directory that stays.
        try? Files.removeTree(root)
    }

    /// Opens the store. Without it the town's store is away.
    func open() throws {
        try endpoint.start { [weak self] delivery in self?.receive(delivery) }
    }

    /// What happens without `gt`: the roles' part.
    func with<Value: Sendable>(_ body: (MemoryLedger) throws -> Value) throws -> Value {
        try ledger.withLock { ledger in
            let before = ledger.published.count
            let value = try body(ledger)
            publish(ledger.published.dropFirst(before))
            return value
        }
    }

    private func receive(_ delivery: Delivery) {
        guard case .success(let request) = delivery.request else { return }
        do {
            let answer = try with { try $0.answer(request, pid: delivery.peer.pid) }
            endpoint.answer(answer, to: delivery.route)
        } catch {
            Issue.record("the ledger failed on \(request.verb): \(error)")
        }
    }

    private func publish(_ events: ArraySlice<LoggedEvent>) {
        for event in events { endpoint.publish(topic: event.topic, bytes: event.bytes) }
    }

    /// Runs `bd` and expects its status; gives what it answers, or after a failure what it complains of.
    @discardableResult
    func bd(_ arguments: String..., status: Int32 = 0) async throws -> String {
        let result = try await gt(["bd"] + arguments)
        #expect(result.ending.status == status, "\(arguments): \(result.errorTail)")
        return status == 0 ? result.outputText.trimmed : String(decoding: result.errors, as: UTF8.self)
    }

    /// Runs the built `gt` in this town, as the overseer unless the environment says otherwise.
    ///
    /// - Parameter program: a link to it, by whose name it runs.
    func gt(
        _ arguments: [String], environment: [String: String] = [:], directory: String? = nil, program: String? = nil
    ) async throws -> CommandResult {
        let folder = try #require(HostEnvironment.programDirectory)
        // A busy machine is no store that is away.
        var variables = [
            "GT_TOWN": root, "HOME": root, "PATH": HostEnvironment.path, "GT_PONG_SECONDS": "10",
        ]
        variables.merge(environment) { $1 }
        return try await CommandRunner().run(
            CommandSpec(
                program: program ?? "\(folder)/gt", arguments: arguments, environment: variables,
                directory: directory ?? root, limit: .seconds(30)))
    }
}
