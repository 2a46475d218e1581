import Foundation

/// A peer's server, for one table: its data beside the town's, in the same file system. It ends with the table.
final class PeerServer {
    let place: PeerPlace
    let version: String
    private let process: Process
    /// What it says, hardly more than a pipe holds; its end is the end of the process.
    private let pipe = Pipe()

    var pid: Int32 { process.processIdentifier }

    /// Redis with the append-only file synced before each answer. No snapshots and no rewriting of the file beside the
    /// measure: that is in its favour.
    static func redis(in directory: String) throws -> PeerServer {
        let folder = try made("\(directory)/redis")
        let path = "\(folder)/socket"
        return try PeerServer(
            "redis-server",
            [
                "--port", "0", "--unixsocket", path, "--dir", folder, "--appendonly", "yes", "--appendfsync", "always",
                "--save", "", "--auto-aof-rewrite-percentage", "0",
            ], isReady: "eady to accept connections"
        ) { _ in .unix(path) }
    }

    /// JetStream with its stream in files, on a port of the kernel's choice: nats-server speaks TCP alone. Its own settings
    /// are left: it acknowledges first and syncs later.
    static func jetStream(in directory: String) throws -> PeerServer {
        let folder = try made("\(directory)/jetstream")
        let server = try PeerServer(
            "nats-server", ["-a", "127.0.0.1", "-p", "-1", "-js", "-sd", folder], isReady: "Server is ready"
        ) { said in
            let lead = "Listening for client connections on 127.0.0.1:"
            guard let range = said.range(of: lead) else { return nil }
            return UInt16(said[range.upperBound...].prefix { $0.isNumber }).map { .tcp($0) }
        }
        let dialect = JetStreamDialect()
        let socket = try PeerSocket(server.place)
        try socket.say(dialect.greeting(0), in: dialect)
        try socket.say(dialect.creation(0), in: dialect)
        return server
    }

    private static func made(_ folder: String) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// `place`: from what the server has said until it was ready.
    private init(
        _ program: String, _ arguments: [String], isReady: String, place: (String) -> PeerPlace?
    ) throws {
        let environment = ["PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"]
        version = try Shell.output([program, "--version"], environment: environment)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = environment
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        var said = ""
        while !said.contains(isReady) {
            var items = [pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)]
            let more = poll(&items, 1, 15_000) > 0 ? pipe.fileHandleForReading.availableData : Data()
            guard !more.isEmpty else {
                if process.isRunning { process.terminate() }
                throw Shell.Failure(command: [program] + arguments, status: 70, output: said)
            }
            said += String(decoding: more, as: UTF8.self)
        }
        guard let found = place(said) else {
            process.terminate()
            throw Shell.Failure(command: [program] + arguments, status: 70, output: said)
        }
        self.place = found
    }

    /// By force: it has the mask of the thread that started it, in which the polite signal is blocked. Its data is thrown away.
    func stop() {
        guard process.isRunning else { return }
        kill(pid, SIGKILL)
        var items = [pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)]
        while poll(&items, 1, 15_000) > 0, !pipe.fileHandleForReading.availableData.isEmpty {}
    }
}
