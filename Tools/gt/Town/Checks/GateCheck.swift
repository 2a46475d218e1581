import Host
import TownModel

extension Check {
    static let gates = Check("gates", why: "a gate whose command is missing lets nothing land") { examination in
        var found: [Finding] = []
        for rig in examination.rigs {
            let settings = try examination.settings(of: rig)
            let path = searchPath(rig, examination)
            for gate in settings.gates {
                let looked = "\(rig): \(gate.name)"
                guard let word = GateCommand(gate.command).program else {
                    found.append(.fine(looked, "a shell line: \(gate.command)"))
                    continue
                }
                if try await isThere(word, rig, settings.target, path, examination) {
                    found.append(.fine(looked, word))
                } else {
                    found.append(
                        .warning(
                            looked, "\(word) is not found where gates look for it (\(path))",
                            next: "install it, or correct the gate in rigs/\(rig)/rig.toml"))
                }
            }
            if settings.gates.isEmpty { found.append(.fine(rig.text, "has no gates: everything that merges lands")) }
        }
        return found.isEmpty ? [.fine("rigs", "there are none yet")] : found
    }

    /// Gates run in what the Refinery was started with; without one, what this command has is the best guess.
    private static func searchPath(_ rig: RigName, _ examination: Examination) -> String {
        guard let process = examination.process(of: .role(.refinery(rig))),
            // Of a process that has just ended nothing can be read: then the guess holds.
            let bytes = try? Files.read("/proc/\(process.pid)/environ")
        else { return HostEnvironment.path }
        let variables = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return variables.first { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? HostEnvironment.path
    }

    private static func isThere(
        _ word: String, _ rig: RigName, _ target: String, _ path: String, _ examination: Examination
    ) async throws -> Bool {
        guard word.contains("/"), !word.hasPrefix("/") else {
            return HostEnvironment.executable(word, path: path) != nil
        }
        // A path in the tree that is tested.
        let git = Git(repository: examination.layout.repository(rig))
        for ref in ["refs/remotes/origin/\(target)", "refs/heads/\(target)"] {
            guard let head = try await git.commit(ref) else { continue }
            return try await git.contains(word.hasPrefix("./") ? String(word.dropFirst(2)) : word, at: head)
        }
        return false
    }
}

/// A gate's command line, as far as it can be understood without a shell.
struct GateCommand {
    /// The program that its first word names; nil when that is up to the shell.
    let program: String?

    init(_ line: String) {
        let words = line.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
        let word = words.first { !Self.isAssignment($0) }
        program = word.flatMap { Self.isPlain($0) && !Self.ofShell.contains($0) ? $0 : nil }
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "=") else { return false }
        return word[..<equals].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }

    /// Nothing in it that the shell would change.
    private static func isPlain(_ word: String) -> Bool {
        word.allSatisfy { $0.isLetter || $0.isNumber || "/._-+@%".contains($0) }
    }

    private static let ofShell: Set<String> = [
        ".", ":", "[", "break", "case", "cd", "command", "continue", "do", "echo", "eval", "exec", "exit", "export",
        "false", "for", "if", "printf", "read", "readonly", "return", "set", "shift", "test", "trap", "true", "type",
        "ulimit", "umask", "unset", "until", "wait", "while",
    ]
}
