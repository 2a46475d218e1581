import Glibc
import Host
import Testing

/// A `gt tap` into a pipe whose reader takes a little now and then, as a person does who reads along.
final class SlowPipe: Sendable {
    let path: String
    private let store: LoneStore
    private let descriptor: Int32

    init(_ name: String, of store: LoneStore) throws {
        self.store = store
        path = "\(store.town.home)/\(name)"
        try #require(mkfifo(path, 0o600) == 0)
        // Open at both ends here: neither side's opening blocks, and the pipe outlives the tap.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    var remarks: String { "\(path).remarks" }

    /// Until it is cancelled.
    func run() async throws {
        var environment = store.town.environment
        environment["GT_TOWN"] = store.layout.root
        _ = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", "exec gt tap --since 0 > \(path) 2> \(remarks)"],
                environment: environment, directory: store.town.home, limit: store.lifeMax))
    }

    /// At least one byte and at most so many: waits for them.
    func read(_ bytesMax: Int) async throws -> [UInt8] {
        try #require(
            await ProcessWatch.shared.waitUntilReadable(descriptor, within: .seconds(30)), "nothing came any more")
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = Glibc.read(descriptor, &bytes, bytesMax)
        try #require(count > 0)
        return Array(bytes.prefix(count))
    }
}
