import Host
import TownModel

/// One run of a step that is a command: `sh -c` where we are, in a process group of its own, which ends with us and with
/// the step's time.
struct StepRun {
    /// Without a time of its own a step may take a day: longer, and nobody remembers what it was for.
    static let secondsMax: Int64 = 86_400
    /// Bytes of what the command writes to its file of outputs.
    static let outputBytesMax = 64 * 1024

    let step: MoleculeStep
    let molecule: Molecule
    /// As `GT_VAR_<name>`: of the formula, and of the loops around the step.
    let variables: [String: String]
    let directory: String
    /// More of the environment.
    var surroundings: [String: String] = [:]

    struct Outcome: Hashable {
        var isDone: Bool
        var output: [String: String]
        /// Why not.
        var note: String?
    }

    /// Where it writes: kept when it fails.
    var log: String { "\(folder)/gt-step-\(molecule.id(of: step.number)).log" }
    private var outputs: String { "\(folder)/gt-step-\(molecule.id(of: step.number)).output" }
    private var folder: String {
        let wanted = HostEnvironment.value("TMPDIR") ?? ""
        return wanted.isEmpty ? "/tmp" : wanted
    }

    func run(_ command: String) async throws(CommandFailure) -> Outcome {
        let seconds = step.step.timeoutSeconds ?? Self.secondsMax
        do {
            for path in [log, outputs] { try Files.writeAtomically("", to: path, mode: 0o600) }
            var spec = CommandSpec(
                program: "/bin/sh", arguments: ["-c", command], environment: environment, directory: directory,
                output: .appended(to: log), limit: .seconds(seconds))
            spec.grace = .seconds(5)
            ProcessGroup.arm()
            defer { ProcessGroup.disarm() }
            let result = try await CommandRunner().run(spec) { ProcessGroup.began($0.pid) }
            let output = try output()
            if result.ending.isSuccess {
                try Files.removeTree(log)
                return Outcome(isDone: true, output: output)
            }
            return Outcome(
                isDone: false, output: output, note: "it ended with \(result.ending.status); its output is in \(log)")
        } catch HostError.timedOut {
            return Outcome(
                isDone: false, output: [:],
                note: "it took more than \(Age.text(.seconds(seconds))); its output is in \(log)")
        } catch {
            throw CommandFailure(error)
        }
    }

    private var environment: [String: String] {
        var environment = HostEnvironment.own.merging(surroundings) { _, ours in ours }
        for (name, value) in variables { environment["GT_VAR_\(name)"] = value }
        environment["GT_STEP"] = molecule.id(of: step.number)
        environment["GT_STEP_PATH"] = step.path
        environment["GT_STEP_ATTEMPT"] = String(step.attempt)
        environment["GT_STEP_OUTPUT"] = outputs
        return environment
    }

    /// Lines of `name=value`; what is none is not understood, and said so.
    private func output() throws -> [String: String] {
        let text = String(decoding: try Files.read(outputs, bytesMax: Self.outputBytesMax), as: UTF8.self)
        try Files.removeTree(outputs)
        var output: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let value = NamedValue(argument: String(line)) else {
                throw CommandFailure(
                    .badData, code: "invalid",
                    "the step wrote \(UntrustedText.line(String(line.prefix(80))).debugDescription) as its output",
                    about: molecule.id(of: step.number), hint: "lines of name=value, to the file $GT_STEP_OUTPUT")
            }
            output[value.name] = value.value
        }
        return output
    }
}
