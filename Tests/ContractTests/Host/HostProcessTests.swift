import Glibc
import Host
import Synchronization
import Testing
import TownModel

@Suite("Processes, as the kernel knows them")
struct HostProcessTests {
    private let environment = ["PATH": HostEnvironment.path, "WORD": "ü"]

    private func spec(_ script: String, limit: Duration = .seconds(30)) -> CommandSpec {
        CommandSpec(
            program: "sh", arguments: ["-c", script], environment: environment, directory: "/tmp", limit: limit)
    }

    @Test func `a program sees its environment, directory and input, and nothing else`() async throws {
        var command = spec("cat; pwd; env | sort | grep -v -e ^_= -e ^SHLVL= -e ^OLDPWD=; echo oops >&2; exit 3")
        command.input = Array("in\n".utf8)
        let result = try await CommandRunner().run(command)
        #expect(result.ending == .exited(3))
        #expect(result.outputText == "in\n/tmp\nPATH=\(HostEnvironment.path)\nPWD=/tmp\nWORD=ü\n")
        #expect(result.errorTail == "oops")
    }

    /// More than a pipe holds: whoever wrote it into one would be ended by SIGPIPE.
    @Test func `a program that does not read what it is given ends nobody else, and nothing of it stays open`()
        async throws
    {
        let scratch = try Scratch()
        let much = [UInt8](repeating: 65, count: 4 << 20)
        var command = spec("exit 3")
        command.input = much
        for output in [CommandSpec.Output.captured(bytesMax: 1000), .appended(to: "\(scratch.path)/log")] {
            command.output = output
            #expect(try await CommandRunner().run(command).ending == .exited(3))
        }
        command.program = "\(scratch.path)/nobody"
        await #expect(throws: HostError.self) { try await CommandRunner().run(command) }
        var counting = spec("wc -c")
        counting.input = much
        #expect(try await CommandRunner().run(counting).outputText.trimmed == "\(much.count)")
        let left = Files.names(in: "/proc/self/fd").compactMap { number -> String? in
            var target = [CChar](repeating: 0, count: 200)
            let length = readlink("/proc/self/fd/\(number)", &target, target.count)
            return length > 0
                ? String(decoding: target.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
        }
        #expect(!left.isEmpty && !left.contains { $0.contains("gt-input") }, "\(left)")
    }

    @Test func `output of a program that ends at once is whole`() async throws {
        for _ in 0..<20 {
            let result = try await CommandRunner().run(spec("head -c 60000 /dev/zero"))
            #expect(result.output.count == 60_000)
        }
    }

    @Test func `more output than may be held is an error that says so`() async throws {
        var command = spec("head -c 200000 /dev/zero")
        command.output = .captured(bytesMax: 1000)
        await #expect(throws: HostError.outputTooLarge(program: "sh", bytesMax: 1000)) {
            try await CommandRunner().run(command)
        }
    }

    @Test func `output can be appended to a file`() async throws {
        let scratch = try Scratch()
        var command = spec("echo out; echo err >&2; kill -9 $$")
        command.output = .appended(to: "\(scratch.path)/log")
        let result = try await CommandRunner().run(command)
        #expect(result.ending == .signaled(SIGKILL))
        #expect(result.ending.status == 137)
        #expect(try Files.readText("\(scratch.path)/log") == "out\nerr\n")
    }

    @Test func `a program that takes too long is ended with all it started`() async throws {
        let scratch = try Scratch()
        var command = spec("cat fifo & echo $! > child; cat fifo", limit: .milliseconds(300))
        command.directory = scratch.path
        mkfifo("\(scratch.path)/fifo", 0o600)
        await #expect(throws: HostError.timedOut(program: "sh", after: .milliseconds(300))) {
            try await CommandRunner().run(command)
        }
        let child = try #require(Int32(try Files.readText("\(scratch.path)/child").trimmed))
        if let identity = try Processes.identity(of: child) {
            #expect(await ProcessWatch.shared.waitForEnd(of: identity, within: .seconds(30)))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a stopped process hears no word, and its grace is not waited for`() async throws {
        let began = LockedList<ProcessIdentity>()
        async let result = CommandRunner().run(spec("kill -STOP $$")) { began.append($0) }
        var process: ProcessIdentity?
        while process.map({ Processes.isStopped($0.pid) }) != true {
            process = began.all.first
            await Task.yield()
        }
        #expect(await Processes.end([try #require(process)], grace: .seconds(600)).isEmpty)
        #expect(try await result.ending == .signaled(SIGKILL))
    }

    @Test func `a program that is not there is an error, not a status`() async throws {
        var command = spec("")
        command.program = "no-such-program-here"
        await #expect(throws: HostError.self) { try await CommandRunner().run(command) }
    }

    @Test func `a process is told by number, start and boot together`() throws {
        let own = try Processes.own()
        #expect(Processes.isAlive(own))
        var other = own
        other.startTicks += 1
        #expect(!Processes.isAlive(other))
        other = own
        other.bootID = "before-the-reboot"
        #expect(!Processes.isAlive(other))
        #expect(Processes.parents(of: own.pid).contains(1) || own.pid == 1)
    }

    @Test func `the watch tells of an end, and of one that was before`() async throws {
        let identities = LockedList<ProcessIdentity>()
        let result = try await CommandRunner().run(spec("true")) { identities.append($0) }
        #expect(result.ending.isSuccess)
        let gone = try #require(identities.all.first)
        #expect(await ProcessWatch.shared.waitForEnd(of: gone))
        #expect(await !ProcessWatch.shared.waitForEnd(of: try Processes.own(), within: .milliseconds(10)))
    }

    @Test func `a lock is held by one, and free when its holder lets go`() throws {
        let scratch = try Scratch()
        var first = try FileLock.take("\(scratch.path)/lock")
        #expect(first != nil)
        #expect(try FileLock.take("\(scratch.path)/lock") == nil)
        first = nil
        #expect(try FileLock.take("\(scratch.path)/lock") != nil)
    }

    @Test func `files are replaced whole, privately, and trees removed without following links`() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/a"
        try Files.writeAtomically("one", to: path)
        try Files.writeAtomically("two", to: path)
        #expect(try Files.readText(path) == "two")
        #expect(Files.names(in: scratch.path) == ["a"])
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        try Files.makePrivateDirectory("\(scratch.path)/tree/deep")
        symlink(path, "\(scratch.path)/tree/deep/link")
        try Files.removeTree("\(scratch.path)/tree")
        #expect(Files.names(in: scratch.path) == ["a"])
        #expect(throws: HostError.self) { try Files.rename(path, to: path) }
    }
}

/// Values that a callback from another thread leaves for the test.
final class LockedList<Element: Sendable>: Sendable {
    private let values = Mutex<[Element]>([])
    func append(_ value: Element) { values.withLock { $0.append(value) } }
    var all: [Element] { values.withLock { $0 } }
}
