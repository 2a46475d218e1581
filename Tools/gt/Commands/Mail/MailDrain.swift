import ArgumentParser
import TownModel
import Wire

struct MailDrainCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Put old unread letters away that nobody need answer.",
        discussion: """
            Those are notifications and letters of no type that are neither urgent nor high. Tasks, escalations, replies and
            what hands work over stay, and are counted.

            Example: gt mail drain --max-age 2h --dry-run
            """)

    @Option(help: "What was sent so long ago at least, as in 30m, 2h, 7d.") var maxAge: DurationArgument?
    @Flag(help: "Say what it would do; do nothing.") var dryRun = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let seconds = maxAge?.duration.components.seconds ?? CommandLimits.drainAgeSeconds
        var reply = DrainReply(archived: 0, kept: [])
        var counts: [DrainReason: Int] = [:]
        repeat {
            let next = try await client.command(
                MailDrain(olderThanSeconds: seconds, dryRun: dryRun, after: reply.next))
            reply.archived += next.archived
            reply.next = next.next
            for kept in next.kept { counts[kept.reason, default: 0] += kept.count }
        } while reply.next != nil
        reply.kept = DrainReason.allCases.compactMap { reason in
            counts[reason].map { KeptLetters(reason: reason, count: $0) }
        }
        call.answer(reply) { MailText.drained(reply, dryRun: dryRun, $0) }
    }
}
