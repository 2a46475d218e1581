import Host
import TownModel
import Wire

/// Tells a person at a terminal that letters have come: one line beside the answer, once for each newest letter.
///
/// It takes a question of its own, after the answer was printed, and only after commands that a person looks around with;
/// what scripts, sessions and benches run asks nothing. `gt status` has its own line.
enum LetterBanner {
    static let commands: [any TownCommand.Type] = [
        UpCommand.self, SlingCommand.self, PolecatListCommand.self, ConvoyListCommand.self, ConvoyStatusCommand.self,
        QueueListCommand.self, QueueStatusCommand.self, RigListCommand.self, CrewListCommand.self,
        EscalateListCommand.self, MountainStatusCommand.self, SchedulerStatusCommand.self,
    ]

    static func show(after command: any TownCommand, _ call: Invocation) async {
        let isTerminal = Output.answer.isTerminal && Output.report.isTerminal
        guard isWanted(after: type(of: command), call.options, call.surroundings, isTerminal: isTerminal) else {
            return
        }
        let screen = Screen.of(.report, noColor: call.options.noColor)
        do {
            let client = try call.client()
            // Who can't read the overseer's key is somebody else.
            guard try client.readKey() != nil else { return }
            let page = try await client.query(
                MailInbox(owner: .overseer, unreadOnly: true, limit: 1), within: CommandLimits.bannerWait)
            let told = client.layout.lettersTold
            let last = Files.exists(told) ? try Files.readText(told) : nil
            guard let newest = page.mails.first, let line = line(page, told: last, screen) else { return }
            call.note(line)
            try Files.writeAtomically(newest.id.text, to: told)
        } catch {
            // A line in passing: the command has answered, and the next one says it again.
        }
    }

    static func isWanted(
        after command: any TownCommand.Type, _ options: GlobalOptions, _ surroundings: Surroundings, isTerminal: Bool
    ) -> Bool {
        isTerminal && !options.json && options.remote == nil && surroundings.value("GT_SESSION_DIR")?.isEmpty != false
            && commands.contains { $0 == command }
    }

    /// nil: nothing is unread, or the newest was told of.
    static func line(_ page: MailPage, told: String?, _ screen: Screen) -> String? {
        guard let newest = page.mails.first, newest.id.text != told else { return nil }
        return words(page.unreadCount, urgent: page.urgentCount ?? 0).map { screen.paint("✉ \($0)", .bold) }
    }

    /// `2 unread letters, 1 urgent: gt mail inbox`; nil for none.
    static func words(_ unread: Int, urgent: Int) -> String? {
        guard unread > 0 else { return nil }
        let letters = unread == 1 ? "1 unread letter" : "\(unread) unread letters"
        return letters + (urgent > 0 ? ", \(urgent) urgent" : "") + ": gt mail inbox"
    }
}
