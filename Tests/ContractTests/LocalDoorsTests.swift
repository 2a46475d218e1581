import Glibc
import Testing

@testable import ZeroMQBus

@Suite("The local doors", .timeLimit(.minutes(1))) struct LocalDoorsTests {
    /// libzmq removes a closed listener's file late: with one file for all, it is that of the listener after it.
    @Test("closed and opened as fast as can be, they let everybody in who comes while they are open, and nobody after")
    func flips() throws {
        let directory = try TemporaryDirectory()
        let paths = ["store.req", "store.feed"].map { "\(directory.path)/\($0)" }
        let doors = try LocalDoors(
            Context(), requests: SocketPath(directory.requests), feed: SocketPath(directory.feed), user: getuid())
        for _ in 0..<200 {
            for path in paths { _ = try PlainSocket(connectedTo: path) }
            doors.close()
            for path in paths { #expect(access(path, F_OK) != 0) }
            try doors.open()
        }
        for path in paths { _ = try PlainSocket(connectedTo: path) }
        doors.close()
    }
}
