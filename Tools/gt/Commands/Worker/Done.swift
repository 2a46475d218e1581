import ArgumentParser
import Host
import TownModel
import Wire

struct DoneCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Hand your work in: it goes to the merge queue, and your hook is empty again.",
        discussion: """
            Assignment, base and worktree come from the files of your session. The same command again is harmless: it is
            carried out once. While the store is away the work is pinned and the command accepted all the same: it is
            carried out when the store is back, and you may end.

            Example: gt done
            Example: gt done --commit "Parse the header" -m "one test was wrong, corrected"
            Example: gt done --status blocked -m "needs a decision about the format"
            """)

    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    @Option(help: "completed, blocked, deferred, no-change or review (COMPLETED, ESCALATED, DEFERRED are understood).")
    var status: StatusWord = StatusWord(status: .completed)

    @Option(name: .shortAndLong, help: "A word to whoever reads the result.")
    var message = ""

    @Option(help: "Commit what is not committed, with this message.")
    var commit: String?

    func run(_ call: Invocation) async throws {
        let session = try OwnSession(call.surroundings)
        try session.checkWorks("gt done")
        let status = status.status
        if status == .noChange || status == .blocked, message.isEmpty {
            throw CommandFailure.usage("--status \(status.rawValue) needs a reason", hint: #"add -m "<why>""#)
        }
        let client = SpoolingClient(
            try call.client(session, mayBeAway: !spool.noSpool), call.surroundings, maySpool: !spool.noSpool)
        var handIn = HandIn(session: session, client: client)
        let delivery = try await handIn.run(status, message: message, committing: commit)
        call.answer(delivery) { reply in
            call.answer(reply) { _ in
                reply.request.map { "\(reply.bead) is handed in as \($0)" } ?? "\(reply.bead): \(status.rawValue)"
            }
        }
    }

    struct StatusWord: ExpressibleByArgument {
        let status: DoneStatus

        init(status: DoneStatus) { self.status = status }

        init?(argument: String) {
            let word = argument.lowercased().replacing("_", with: "-")
            guard let status = word == "escalated" ? .blocked : DoneStatus(rawValue: word) else { return nil }
            self.status = status
        }

        var defaultValueDescription: String { status.rawValue }

        static var defaultCompletionKind: CompletionKind { .list(DoneStatus.allCases.map(\.rawValue)) }
    }
}

extension Invocation {
    /// A session speaks to its own town, wherever its program stands.
    func client(
        _ session: OwnSession, patience: Duration = CommandLimits.doneWait, mayBeAway: Bool = false
    ) throws(CommandFailure) -> TownClient {
        try TownClient(
            layout: TownLayout(root: session.assignment.town), surroundings: surroundings,
            wait: options.wait?.duration ?? patience, screen: .of(.report), mayBeAway: mayBeAway)
    }
}
