import Host
import Synchronization
import TownModel

/// One look at a gate by a program: in a process group of its own, none of which is left when the look is over.
struct GateCommand: Sendable {
    let gate: GateLook
    let path: String
    /// As `GT_VAR_<name>`, as a step that is a command has them: no value is ever read as shell.
    let variables: [String: String]
    let directory: String
    let environment: [String: String]
    let limit: Duration

    /// Bytes that an answer of the forge may have: it is a line.
    static let answerBytesMax = 64 * 1024
    /// Of a reason, for the step's note.
    static let reasonBytesMax = 300

    /// What the command writes is nobody's.
    func shell(_ command: String) async -> GateFinding {
        switch await run("/bin/sh", ["-c", command]) {
        case .success(let ending) where ending.isSuccess: .open
        case .success(let ending): .shut(Self.sentence(ending))
        case .failure(let error): .shut(Self.reason(error))
        }
    }

    /// Its answer comes by a file: a program that leaves others behind with its output in their hands holds nobody up.
    func forge(_ program: String, _ question: ForgeQuestion, answers folder: String) async -> GateFinding {
        let (answer, errors) = ("\(folder)/gate-\(gate.id).answer", "\(folder)/gate-\(gate.id).errors")
        defer {
            for file in [answer, errors] {
                // What is left is written over by the next look.
                try? Files.removeTree(file)
            }
        }
        do throws(HostError) {
            // The limit is in blocks of 512 bytes: who says more is ended by the kernel.
            let script =
                "ulimit -f \(Self.answerBytesMax / 512); exec \"$@\" >\"$GT_GATE_ANSWER\" 2>\"$GT_GATE_ERRORS\""
            let ending = try await run(
                "/bin/sh", ["-c", script, "gate", program] + question.arguments,
                more: [
                    "GT_GATE_ANSWER": answer, "GT_GATE_ERRORS": errors, "GH_PROMPT_DISABLED": "1", "NO_COLOR": "1",
                    "GH_NO_UPDATE_NOTIFIER": "1",
                ]
            ).get()
            guard ending.isSuccess else {
                let said = try Self.lastLine(of: errors)
                return .shut(Self.cut("\(program): \(Self.sentence(ending))\(said.isEmpty ? "" : ": \(said)")"))
            }
            let finding = question.finding(try Files.read(answer, bytesMax: Self.answerBytesMax))
            guard case .shut(let reason) = finding else { return finding }
            return .shut(Self.cut(reason))
        } catch {
            return .shut(Self.reason(error))
        }
    }

    private func run(
        _ program: String, _ arguments: [String], more: [String: String] = [:]
    ) async -> Result<CommandEnding, HostError> {
        let spec = CommandSpec(
            program: program, arguments: arguments, environment: environment(more), directory: directory,
            output: .appended(to: "/dev/null"), limit: limit)
        let leader = Mutex<ProcessIdentity?>(nil)
        let result: Result<CommandEnding, HostError>
        do {
            result = .success(try await CommandRunner().run(spec) { began in leader.withLock { $0 = began } }.ending)
        } catch {
            result = .failure(error)
        }
        // What it has left running is ended too: nobody waits for it.
        if let group = leader.withLock({ $0 }) { _ = await Processes.endGroup(group, grace: .zero) }
        return result
    }

    private func environment(_ more: [String: String]) -> [String: String] {
        var all = environment.filter { !$0.key.hasPrefix("GT_") && $0.key != "NOTIFY_SOCKET" }
        for (name, value) in variables { all["GT_VAR_\(name)"] = value }
        all["GT_STEP"] = gate.id
        all["GT_STEP_PATH"] = path
        return all.merging(more) { _, new in new }
    }

    private static func sentence(_ ending: CommandEnding) -> String {
        switch ending {
        case .exited(127): "it ended with 127: there is no such program"
        case .exited(let status): "it ended with \(status)"
        case .signaled(let signal): "it was ended by signal \(signal)"
        }
    }

    private static func reason(_ error: HostError) -> String {
        guard case .timedOut(_, let limit) = error else { return cut(error.description) }
        return "it took more than \(limit.components.seconds) s"
    }

    private static func lastLine(of path: String) throws(HostError) -> String {
        let text = String(decoding: try Files.read(path, bytesMax: answerBytesMax), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }

    private static func cut(_ text: String) -> String {
        let line = UntrustedText.line(text)
        return line.utf8.count <= reasonBytesMax
            ? line : String(decoding: line.utf8.prefix(reasonBytesMax), as: UTF8.self) + " …"
    }
}
