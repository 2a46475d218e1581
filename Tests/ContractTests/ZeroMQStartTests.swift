import Bus
import CZeroMQ
import Glibc
import Testing
import TownModel
import Wire
import ZeroMQBus

@Suite("The store's sockets: taking the endpoint", .timeLimit(.minutes(1)))
struct ZeroMQStartTests {
    private func endpoint(_ directory: TemporaryDirectory) -> ZeroMQEndpoint {
        ZeroMQEndpoint(requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock)
    }

    private func complaint(_ endpoint: ZeroMQEndpoint) -> String? {
        do throws(BusError) {
            try endpoint.start { _ in }
            endpoint.stop()
            return nil
        } catch {
            guard case .transport(let text) = error else { return "\(error)" }
            return text
        }
    }

    private func status(_ path: String) throws -> stat {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        return status
    }

    @Test("A second store is refused and the first's sockets are the same files as before")
    func second() throws {
        let directory = try TemporaryDirectory()
        let first = endpoint(directory)
        try first.start { _ in }
        let paths = ["store.req", "store.feed"].map { "\(directory.path)/\($0)" }
        let before = try paths.map { try status($0).st_ino }
        #expect(complaint(endpoint(directory))?.contains("holds") == true)
        #expect(try paths.map { try status($0).st_ino } == before)
        first.stop()
        #expect(complaint(endpoint(directory)) == nil)
    }

    @Test("A socket that a dead store left behind is taken over")
    func stale() throws {
        let directory = try TemporaryDirectory()
        do { _ = try PlainSocket(listeningOn: "\(directory.path)/store.req") }
        #expect(try status("\(directory.path)/store.req").st_mode & S_IFMT == S_IFSOCK)
        #expect(complaint(endpoint(directory)) == nil)
    }

    @Test("An ordinary file at a socket's path is refused and not touched", arguments: ["store.req", "store.feed"])
    func ordinaryFile(name: String) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/\(name)"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, "precious", 8) == 8)
        close(file)
        #expect(complaint(endpoint(directory))?.contains("no socket") == true)
        #expect(try status(path).st_size == 8)
        unlink(path)
        // The lock was given back.
        #expect(complaint(endpoint(directory)) == nil)
    }

    @Test("A socket that somebody listens on is refused, lock or no lock")
    func foreign() throws {
        let directory = try TemporaryDirectory()
        let foreign = try PlainSocket(listeningOn: "\(directory.path)/store.req")
        #expect(complaint(endpoint(directory))?.contains("holds") == true)
        _ = consume foreign
    }

    @Test("Directory and sockets are the user's alone")
    func modes() throws {
        let directory = try TemporaryDirectory()
        #expect(chmod(directory.path, 0o755) == 0)
        let store = endpoint(directory)
        try store.start { _ in }
        #expect(try status(directory.path).st_mode & 0o777 == 0o700)
        for name in ["store.req", "store.feed"] {
            #expect(try status("\(directory.path)/\(name)").st_mode & 0o077 == 0)
        }
        store.stop()
    }

    @Test(
        "Only ipc is spoken, within the length of a socket's path",
        arguments: [
            "tcp://127.0.0.1:5555", "inproc://store", "ipc://relative",
            "ipc:///tmp/" + String(repeating: "x", count: 110),
        ])
    func refusedEndpoints(text: String) throws {
        let directory = try TemporaryDirectory()
        let store = ZeroMQEndpoint(requestEndpoint: text, feedEndpoint: directory.feed, lockPath: directory.lock)
        #expect(complaint(store) != nil)
        #expect(throws: BusError.self) { _ = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: text) }
    }

    @Test("A symbolic link instead of the sockets' directory is refused")
    func linkedDirectory() throws {
        let directory = try TemporaryDirectory()
        let link = "\(directory.path)/link"
        #expect(symlink("/tmp", link) == 0)
        defer { unlink(link) }
        let store = ZeroMQEndpoint(
            requestEndpoint: "ipc://\(link)/store.req", feedEndpoint: directory.feed, lockPath: directory.lock)
        #expect(complaint(store)?.contains("not a directory of this user") == true)
    }

    @Test("The descriptor limit is raised to what the system allows")
    func descriptors() throws {
        let directory = try TemporaryDirectory()
        #expect(complaint(endpoint(directory)) == nil)
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        #expect(limit.rlim_cur == limit.rlim_max)
    }

    @Test("A stop sends what was queued before it")
    func lastWords() async throws {
        let directory = try TemporaryDirectory()
        let store = endpoint(directory)
        let arrived = AsyncStream.makeStream(of: (Request, PeerRoute).self)
        try store.start { delivery in
            guard case .success(let request) = delivery.request else { return }
            arrived.continuation.yield((request, delivery.route))
        }
        // Not a client of ours: with IMMEDIATE an answer that was not read yet goes with the connection, and the
        // request is asked again.
        let peer = try RawPeer(ZMQ_DEALER)
        peer.connect(directory.requests)
        peer.send(try Request.test("last").frames)
        for await (request, route) in arrived.stream {
            let headers = AnswerHeaders(sequence: 1, epoch: 1)
            store.answer(Answer(id: request.id, headers: headers, result: .ok(request.body)), to: route)
            store.stop()
            break
        }
        #expect(try Answer(frames: peer.receive()).id.text == "last")
    }
}
