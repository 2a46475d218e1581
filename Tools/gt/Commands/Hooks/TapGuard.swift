import ArgumentParser
import Host
import TownModel

struct TapGuardCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "guard",
        abstract: "For an agent's hook before a command runs: does the town let it through?",
        discussion: """
            Reads the tool's call as JSON on stdin. Ends with 2 and the reason on stderr when a guard holds it, else with
            0. It is a guard against mistakes, not against somebody who means harm: the words are taken apart as a shell
            would, and what can't be understood is let through, and said so.

            Example: gt tap guard dangerous-command --command 'sudo make install'
            """)

    @Argument(
        help: "Which guards: \(GuardName.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(GuardName.allCases.map(\.rawValue)))
    var names: [GuardName]
    @Option(help: "A command line to judge, in place of what stands on stdin.") var command: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        var directory = call.surroundings.directory
        var text = command
        if text == nil {
            do {
                let input = try HookInput.read()
                text = input?.toolInput?.command
                directory = input?.directory ?? directory
            } catch {
                return call.note("gt: \(error.message): let through")
            }
        }
        // Another tool's call, or nothing: there is no command to judge.
        guard let text else { return }
        var session: SessionAssignment?
        do {
            session = try OwnSession.here(call.surroundings)?.assignment
        } catch {
            call.note("gt: what this session works on is not known, and not guarded: \(error.message)")
        }
        let place = GuardPlace(session, home: call.surroundings.value("HOME") ?? "/", directory: directory)
        let verdict = CommandGuard(names: Set(names), place: place).judge(text)
        if call.options.json { call.answer(verdict) { _ in "" } }
        for doubt in verdict.doubts { call.note("gt: not understood, and let through: \(UntrustedText.line(doubt))") }
        guard let block = verdict.blocked else { return }
        call.note("gt: \(block.guardName.rawValue) holds \(UntrustedText.line(block.call))")
        call.note("    because: \(UntrustedText.line(block.reason))")
        call.note("    instead: \(block.instead)")
        throw ExitStatusOnly(status: .held)
    }
}

extension GuardName: ExpressibleByArgument {}

extension GuardPlace {
    /// As the files beside the session's key tell it.
    init(_ session: SessionAssignment?, home: String, directory: String) {
        let isPolecat = session.map { if case .polecat = $0.agent { true } else { false } } ?? false
        self.init(
            directory: directory, home: home, worktree: session?.worktree, town: session?.town,
            target: session?.target, isPolecat: isPolecat)
    }
}
