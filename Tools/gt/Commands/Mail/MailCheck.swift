import ArgumentParser
import Host
import TownModel
import Wire

struct MailCheckCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether something is new: letters that were not read, nudges that were not shown.",
        discussion: """
            Ends with 0 when something is new and with 1 when nothing is.

            With --inject, for an agent's hook on each prompt, it prints what is new for the conversation: the nudges
            themselves, which are then delivered, and the first few new letters by their subject. Those stay unread; when
            the turn has ended that they were shown in, they are not shown again. In a session it also tells the town that
            a turn has begun. It takes a fifth of a second at most and ends with 0 whatever
            happens; where nothing is new it prints nothing.

            Example: gt mail check
            Example: gt mail check --inject
            """)

    @Argument(help: "Whose; your own without it.", completion: IDCompletion.addresses) var owner: String?
    @Flag(help: "For an agent's hook: print what is new; 200 ms in all, and exit 0 whatever happens.")
    var inject = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if inject, owner != nil { throw ValidationError("--inject shows a session its own news: name nobody") }
    }

    func run(_ call: Invocation) async throws {
        if inject { return try await HookTime.run(call) { try await show(call) } }
        let client = try call.client()
        let address = try await client.address(ifNamed: owner, call)
        let news = try await client.query(NewsShow(agent: address))
        call.answer(news) { NewsText(news: news).summary($0) }
        if news.isEmpty { throw ExitStatusOnly(status: .refused) }
    }

    private func show(_ call: Invocation) async throws {
        guard let session = try OwnSession.here(call.surroundings) else {
            // A person's own, by hand: nothing is reported, and nothing counts as shown.
            let news = try await call.client().query(NewsShow())
            _ = HookTime.answers()
            return print(news, call)
        }
        let client = try call.client(session, patience: CommandLimits.queryWait)
        let news = try await client.command(TurnStart(incarnation: session.assignment.incarnation))
        let left = HookTime.answers()
        print(news, call)
        let passing = NewsInPassing(client: client, session: session.assignment.incarnation)
        try await passing.delivered(news.nudges, within: left)
        try await passing.shown(news.unread, within: left)
        try await passing.seen(news.changes, within: left)
    }

    private func print(_ news: News, _ call: Invocation) {
        guard call.options.json || NewsText(news: news).text != nil else { return }
        call.answer(news) { _ in NewsText(news: news).text ?? "" }
    }
}
