import ArgumentParser
import TownModel
import Wire

struct BeadListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List beads, a page at a time.",
        discussion: "Example: gt bead list --rig web --status open --label ui")

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: .shortAndLong, parsing: .singleValue, help: "Only in this status; may be repeated.")
    var status: [String] = []
    @Option(name: .shortAndLong, parsing: .singleValue, help: "Only of this type; may be repeated.")
    var type: [String] = []
    @Option(name: .shortAndLong, help: "Only of this assignee.") var assignee: String?
    @Option(name: .shortAndLong, help: "Only with this label.") var label: String?
    @Option(help: "Only parts of this bead.", completion: IDCompletion.beads) var parent: String?
    @Flag(help: "Closed ones too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Go on after this cursor of the page before.") var after: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var parentID: BeadID?
        if let parent { parentID = try await client.bead(parent) }
        let page = try await client.query(
            BeadList(
                selection: BeadSelection(
                    home: rig, statuses: status.map(BeadStatus.init(rawValue:)),
                    types: type.map(BeadType.init(rawValue:)), assignee: assignee, labels: label.map { [$0] },
                    parent: parentID, includeClosed: all), limit: limit, after: after))
        call.answer(page.beads) { page.beads.isEmpty ? "no such beads" : BeadText.table(page.beads, $0) }
        if let next = page.next { call.note("more: --after \(UntrustedText.line(next))") }
    }
}
