internal import CHost
internal import Glibc
internal import Subprocess
internal import SystemPackage
package import TownModel

/// One program to run: what exactly, where, with what. Never a shell line.
package struct CommandSpec: Hashable, Sendable {
    /// A path, or a name that is looked up in the environment's own PATH.
    package var program: String
    package var arguments: [String]
    /// All the program sees; nothing is inherited.
    package var environment: [String: String]
    package var directory: String
    package var input: [UInt8]
    package var output: Output
    package var limit: Duration
    /// When the limit is over: between SIGTERM to the whole group and SIGKILL. Zero: SIGKILL at once.
    package var grace: Duration = .zero

    package enum Output: Hashable, Sendable {
        /// Held in memory up to this many bytes; more is an error.
        case captured(bytesMax: Int)
        /// stdout and stderr appended to this file as they come; one that makes the file grow beyond this many bytes
        /// is ended, which is an error. The file may have grown further by then: it is looked at twice a second.
        case appended(to: String, bytesMax: Int = .max)
    }

    package init(
        program: String, arguments: [String], environment: [String: String], directory: String, input: [UInt8] = [],
        output: Output = .captured(bytesMax: HostLimits.outputBytesMax), limit: Duration
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.output = output
        self.limit = limit
    }
}

/// How a program ended, and what it said.
package struct CommandResult: Hashable, Sendable {
    package var ending: CommandEnding
    package var output: [UInt8]
    package var errors: [UInt8]

    package init(ending: CommandEnding, output: [UInt8] = [], errors: [UInt8] = []) {
        self.ending = ending
        self.output = output
        self.errors = errors
    }

    package var outputText: String { String(decoding: output, as: UTF8.self) }

    /// The end of stderr: where programs say why.
    package var errorTail: String {
        String(decoding: errors.suffix(HostLimits.errorTailBytes), as: UTF8.self).trimmed
    }
}

package enum CommandEnding: Hashable, Sendable {
    case exited(Int32)
    case signaled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    /// As a shell would say it: 128 + signal when killed.
    package var status: Int32 {
        switch self {
        case .exited(let status): status
        case .signaled(let signal): 128 + signal
        }
    }
}

/// Runs programs to their end, each in a process group of its own, so that what it started ends with it.
package struct CommandRunner: Sendable {
    private let watch: ProcessWatch

    package init(watch: ProcessWatch = .shared) { self.watch = watch }

    /// Any exit status is a result. Throws when the program can't be started, takes longer than its limit (its whole
    /// group is ended then) or says more than may be held. `started` is told the process group, before it can end.
    package func run(
        _ spec: CommandSpec, started: @Sendable (ProcessIdentity) -> Void = { _ in }
    ) async throws(HostError) -> CommandResult {
        switch spec.output {
        case .captured(let bytesMax): try await runCaptured(spec, bytesMax: bytesMax, started: started)
        case .appended(let path, let bytesMax):
            try await runAppended(spec, to: path, bytesMax: bytesMax, started: started)
        }
    }

    private func runCaptured(
        _ spec: CommandSpec, bytesMax: Int, started: @Sendable (ProcessIdentity) -> Void
    ) async throws(HostError) -> CommandResult {
        do {
            let result = try await Subprocess.run(
                configuration(spec),
                input: .fileDescriptor(try Self.input(spec.input), closeAfterSpawningProcess: true),
                output: .bytes(limit: bytesMax),
                error: .bytes(limit: HostLimits.errorBytesMax)
            ) { execution in
                await supervise(execution.processIdentifier, spec, started: started)
            }
            try Self.check(result.closureResult, spec, bytesMax: bytesMax)
            return CommandResult(
                ending: CommandEnding(result.terminationStatus), output: result.standardOutput,
                errors: result.standardError)
        } catch {
            throw Self.meaning(of: error, spec, bytesMax: bytesMax)
        }
    }

    private func runAppended(
        _ spec: CommandSpec, to path: String, bytesMax: Int, started: @Sendable (ProcessIdentity) -> Void
    ) async throws(HostError) -> CommandResult {
        do {
            let log = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
                permissions: [.ownerReadWrite])
            let input: FileDescriptor
            do {
                input = try Self.input(spec.input)
            } catch {
                try log.close()
                throw error
            }
            let result = try await Subprocess.run(
                configuration(spec), input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(log, closeAfterSpawningProcess: true), error: .combinedWithOutput
            ) { execution in
                await supervise(execution.processIdentifier, spec, started: started)
            }
            try Self.check(result.closureResult, spec, bytesMax: bytesMax)
            return CommandResult(ending: CommandEnding(result.terminationStatus))
        } catch {
            throw Self.meaning(of: error, spec, bytesMax: bytesMax)
        }
    }

    /// A file in memory, from its beginning. Into a pipe this process would have to write, and a program that ends before it
    /// has read everything would end it by SIGPIPE.
    private static func input(_ bytes: [UInt8]) throws -> FileDescriptor {
        guard !bytes.isEmpty else { return try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec) }
        let number = gt_memory_file()
        guard number >= 0 else { throw HostError.system(call: "memfd_create", path: "", errno: errno) }
        let file = FileDescriptor(rawValue: number)
        do {
            try file.writeAll(bytes)
            try file.seek(offset: 0, from: .start)
        } catch {
            try file.close()
            throw error
        }
        return file
    }

    private func configuration(_ spec: CommandSpec) -> Subprocess.Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        var environment: [Environment.Key: String] = [:]
        for (name, value) in spec.environment { environment[Environment.Key(stringLiteral: name)] = value }
        return Configuration(
            executable: executable(spec),
            arguments: Arguments(spec.arguments), environment: .custom(environment),
            workingDirectory: FilePath(spec.directory), platformOptions: options)
    }

    /// Looked for here: whoever starts a program by its name alone tries each directory of PATH with a process of its
    /// own, and git is in the seventh. What is not found is left to the library to say.
    private func executable(_ spec: CommandSpec) -> Executable {
        if spec.program.contains("/") { return .path(FilePath(spec.program)) }
        guard let path = HostEnvironment.executable(spec.program, path: spec.environment["PATH"] ?? ""),
            path.hasPrefix("/")
        else { return .name(spec.program) }
        return .path(FilePath(path))
    }

    /// How the wait for a program's end ended.
    private enum Watched: Sendable {
        case ended
        case timeOver
        case saidTooMuch
    }

    private static func check(_ watched: Watched, _ spec: CommandSpec, bytesMax: Int) throws(HostError) {
        switch watched {
        case .ended: return
        case .timeOver: throw .timedOut(program: spec.program, after: spec.limit)
        case .saidTooMuch: throw .outputTooLarge(program: spec.program, bytesMax: bytesMax)
        }
    }

    /// Unless it ended by itself, the group has been killed.
    private func supervise(
        _ process: ProcessIdentifier, _ spec: CommandSpec, started: @Sendable (ProcessIdentity) -> Void
    ) async -> Watched {
        // Losing the error is right: without /proc nobody could be told anything.
        if let identity = try? Processes.identity(ofOwnChild: process.value) { started(identity) }
        let deadline = ContinuousClock.now.advanced(by: spec.limit)
        while true {
            let left = max(ContinuousClock.now.duration(to: deadline), .zero)
            let look = spec.output.isBoundedFile ? min(left, HostLimits.outputLook) : left
            let hasEnded = await watch.waitUntilReadable(process.processDescriptor, within: look)
            if spec.output.isOverfull {
                kill(-process.value, SIGKILL)
                return .saidTooMuch
            }
            if hasEnded { return .ended }
            guard Task.isCancelled || ContinuousClock.now >= deadline else { continue }
            if spec.grace > .zero {
                kill(-process.value, SIGTERM)
                _ = await watch.waitUntilReadable(process.processDescriptor, within: spec.grace)
            }
            kill(-process.value, SIGKILL)
            return .timeOver
        }
    }

    private static func meaning(of error: any Error, _ spec: CommandSpec, bytesMax: Int) -> HostError {
        if let known = error as? HostError { return known }
        if let failure = error as? SubprocessError, failure.code == .outputLimitExceeded {
            return .outputTooLarge(program: spec.program, bytesMax: bytesMax)
        }
        return .notStarted(program: spec.program, reason: "\(error)")
    }
}

extension CommandEnding {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }
}

extension CommandSpec.Output {
    fileprivate var isBoundedFile: Bool {
        guard case .appended(_, let bytesMax) = self else { return false }
        return bytesMax < .max
    }

    fileprivate var isOverfull: Bool {
        guard case .appended(let path, let bytesMax) = self, bytesMax < .max else { return false }
        var status = stat()
        return stat(path, &status) == 0 && Int(status.st_size) > bytesMax
    }
}
