import Glibc
import TownModel

/// A command that an agent's hook runs: it must neither hold the agent up nor fail, whatever the town is like.
///
/// The kernel's timer ends it, so that nothing it waits for, a lock or a program's start, can make it late.
enum HookTime {
    static func run(_ call: Invocation, _ body: () async throws -> Void) async throws {
        signal(SIGALRM) { _ in
            // Only what a signal may do: one write, and the end.
            let line: StaticString = "gt: the store did not answer within 200 ms; nothing is known of what is new\n"
            _ = write(Output.report.rawValue, line.utf8Start, line.utf8CodeUnitCount)
            _exit(ExitStatus.done.rawValue)
        }
        let longer = call.surroundings.value("GT_HOOK_SECONDS").flatMap { Seconds(argument: $0) }?.duration
        _ = arm(longer ?? .milliseconds(CommandLimits.hookWaitMilliseconds))
        do {
            try await body()
            _ = arm(.zero)
        } catch {
            _ = arm(.zero)
            call.note("gt: \(CommandFailure(error).message.split(whereSeparator: \.isNewline).joined(separator: " "))")
        }
    }

    /// From here on there is an answer: it is printed whole, however slow its reader is. Gives the time that is left.
    static func answers() -> Duration { arm(.zero) }

    /// What comes after the answer is cut off in silence when the rest of the time is over.
    static func goesOn(_ left: Duration) {
        signal(SIGALRM) { _ in _exit(ExitStatus.done.rawValue) }
        _ = arm(max(left, .milliseconds(1)))
    }

    /// Zero: no alarm. Gives what was left of the one before.
    private static func arm(_ wait: Duration) -> Duration {
        var (timer, before) = (itimerval(), itimerval())
        timer.it_value.tv_sec = Int(wait.milliseconds) / 1000
        timer.it_value.tv_usec = Int(wait.milliseconds) % 1000 * 1000
        setitimer(Int32(ITIMER_REAL.rawValue), &timer, &before)
        return .microseconds(before.it_value.tv_sec * 1_000_000 + before.it_value.tv_usec)
    }
}
