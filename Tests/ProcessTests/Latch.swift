import Glibc
import Host
import Testing

/// A place where a worker's commands and the test meet: the worker waits (`wait`) until the test lets it go on, or the
/// worker gives a sign (`give`) that the test waits for.
///
/// A named pipe that stays open at both ends here, so that neither the worker's open nor ours ever blocks.
final class Latch: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        try #require(mkfifo(path, 0o600) == 0)
        descriptor = Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// What a script says to wait here.
    var wait: String { "read go < \(path)" }

    /// What a script says to give the sign.
    var give: String { "echo here > \(path)" }

    /// Lets one waiter go on, also one that comes later.
    func release() {
        let word = "go\n"
        _ = write(descriptor, word, word.utf8.count)
    }

    /// Waits for one sign; false when none came in time.
    func isGiven(within limit: Duration = .seconds(30)) async -> Bool {
        guard await ProcessWatch.shared.waitUntilReadable(descriptor, within: limit) else { return false }
        var sign = [UInt8](repeating: 0, count: "here\n".utf8.count)
        return read(descriptor, &sign, sign.count) == sign.count
    }
}
