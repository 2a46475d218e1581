import CHost
import Glibc
import TownModel

/// `gt-session <session directory>`: runs one agent, and records that it started and how it ended. Decides nothing.
///
/// `gt-session --detach <session directory>` starts the same in a session of its own, with its output in a file, and
/// leaves at once: whoever called can end without taking the agent along.
@main struct SessionShim {
    static func main() {
        let arguments = CommandLine.arguments
        switch arguments.count {
        case 2 where arguments[1] == "--version":
            print(ProgramVersion.number)
            exit(0)
        case 2 where !arguments[1].hasPrefix("-"): _exit(run(in: arguments[1]))
        case 3 where arguments[1] == "--detach": _exit(detach(arguments[2]))
        default: _exit(leave(64, "usage: gt-session [--detach] <session directory>"))
        }
    }

    /// 75: somebody runs it, ran it, or called it off; an agent is never started twice.
    private static func run(in directory: String) -> Int32 {
        let lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            return leave(75, "\(directory) is missing, or another shim runs it")
        }
        for mark in ["started.json", "cancelled"] where access("\(directory)/\(mark)", F_OK) == 0 {
            return leave(75, "\(directory) has been used: \(mark)")
        }
        guard let bytes = Record.read("\(directory)/spec"), let spec = SessionSpec(bytes: bytes) else {
            return leave(78, "\(directory)/spec can't be read")
        }
        // In a pane we lead a session already.
        setsid()
        // Inherited by all that the agent starts: while one of them is left, nobody else touches the directory.
        let workplace = open(spec.directory, O_RDONLY | O_DIRECTORY)
        guard workplace >= 0, flock(workplace, LOCK_EX | LOCK_NB) == 0 else {
            return leave(75, "\(spec.directory) is missing, or others still work in it")
        }
        guard let identity = Record.ownIdentity(), Record.write(identity, to: "\(directory)/started.json") else {
            return leave(74, "\(directory)/started.json can't be written")
        }
        guard nameProcess(in: spec.input) else { return leave(74, "\(spec.input) can't be written") }
        let status = AgentProcess.run(spec.named(by: getpid()), workplace: workplace)
        guard Record.write("\(status)\n", to: "\(directory)/exit") else {
            return leave(74, "\(directory)/exit can't be written")
        }
        return status
    }

    /// In a prompt that is the agent's input; anything else is left as it is.
    private static func nameProcess(in input: String) -> Bool {
        guard !input.isEmpty, input != "/dev/null", let bytes = Record.read(input) else { return true }
        let named = SessionSpec.naming(getpid(), in: bytes)
        return named == bytes || Record.write(String(decoding: named, as: UTF8.self), to: input)
    }

    private static func detach(_ directory: String) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, 1, "\(directory)/output.log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        gt_spawn_in_new_session(&attributes)
        var pid: pid_t = 0
        let code = AgentProcess.spawn(
            &pid, "/proc/self/exe", ["gt-session", directory], environment: environ, &actions, &attributes)
        return code == 0 ? 0 : leave(71, "the shim can't be started: error \(code)")
    }

    private static func leave(_ status: Int32, _ reason: String) -> Int32 {
        let text = "gt-session: \(reason)\n"
        _ = write(2, text, text.utf8.count)
        return status
    }
}
