import Glibc
import Host
import Testing

@Suite("Whether somebody listens") struct SocketSightTests {
    @Test("is seen without knocking: nobody finds a connection that says nothing")
    func silent() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/store.req"
        #expect(!SocketSight.hasListener(path))
        do {
            let listener = try PlainSocket(listeningOn: path)
            #expect(SocketSight.hasListener(path))
            try #require(fcntl(listener.descriptor, F_SETFL, O_NONBLOCK) == 0)
            #expect(accept(listener.descriptor, nil, nil) == -1 && errno == EAGAIN)
        }
        // Its file is still there.
        #expect(access(path, F_OK) == 0 && !SocketSight.hasListener(path))
    }

    @Test("a file that is no socket has none, nor has a path that is too long for one")
    func file() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/store.req"
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(!SocketSight.hasListener(path))
        #expect(!SocketSight.hasListener(String(repeating: "/long", count: 40)))
    }
}
