import Glibc
import Host
import Testing

/// A place where a worker's commands wait until the test lets them go on: `read go < path`.
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

    /// Lets one waiter go on, also one that comes later.
    func release() {
        let word = "go\n"
        _ = write(descriptor, word, word.utf8.count)
    }
}
