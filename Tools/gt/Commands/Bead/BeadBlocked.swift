import ArgumentParser
import TownModel
import Wire

struct BeadBlockedCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocked",
        abstract: "List beads that wait for others, each with what it waits for.",
        discussion: "Example: gt bead blocked --rig web")

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Go on after this cursor of the page before.") var after: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(BeadBlocked(home: rig, limit: limit, after: after))
        call.answer(page.beads) { screen in
            guard !page.beads.isEmpty else { return "nothing is blocked" }
            return page.beads.map { row in
                BeadText.line(row.bead, screen) + row.reasons.map { "\n  " + screen.plain($0) }.joined()
            }.joined(separator: "\n")
        }
        if let next = page.next { call.note("more: --after \(UntrustedText.line(next))") }
    }
}
