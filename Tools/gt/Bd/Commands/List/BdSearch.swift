import ArgumentParser
import TownModel
import Wire

struct BdSearch: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find issues by words in their title, description or id, closed ones too.",
        discussion: "Example: bd search \"login timeout\" --status open --json")

    @Argument(help: "What is looked for, whatever the case.") var words: [String] = []
    @Option(parsing: .unconditional, help: "The same as an option.") var query: String?
    @Flag(help: "With all that they say.") var long = false
    @OptionGroup var filter: BdFilter
    @OptionGroup var hidden: BdHidden
    @OptionGroup var order: BdOrder
    @OptionGroup var limit: BdLimit
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard words.isEmpty != (query == nil) else { throw ValidationError("say what to look for, once") }
        guard filter.title == nil, filter.descContains == nil else {
            throw ValidationError("--title and --desc-contains are for bd list: a search looks into both")
        }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let text = query ?? words.joined(separator: " ")
        var selection = try await filter.selection(home.selected(call, client), closed: true, client)
        hidden.hide(from: &selection)
        var (inTitle, inDescription) = (selection, selection)
        inTitle.titleContains = text
        inDescription.descriptionContains = text
        // The best first: what says it in its id or its title, then what says it in its description.
        var found: [BdBead] = []
        var seen: Set<String> = []
        func add(_ bead: BdBead) -> Bool { filter.fits(bead) && seen.insert(bead.id).inserted }
        if let exact = try await exact(text, client), Self.belongs(exact, selection), add(exact) { found.append(exact) }
        for selection in [inTitle, inDescription] {
            let rest = limit.count.map { $0 - found.count }
            if let rest, rest <= 0 { break }
            found += try await client.lines(selection, order.order, limit: rest, where: add)
        }
        call.answer(RawJSON.array(found.map(\.countedJSON))) { screen in
            long ? BdText.long(found, screen) : BdText.table(found, screen, none: "nothing has these words")
        }
    }

    /// The bead that the text is the id of, if it is one's.
    private func exact(_ text: String, _ client: TownClient) async throws -> BdBead? {
        guard !text.contains(" "), let id = BeadID(text) else { return nil }
        return try await client.lines(of: [id]).first
    }

    /// Whether other conditions leave it in: with any of them the id alone is not enough.
    private static func belongs(_ bead: BdBead, _ selection: BeadSelection) -> Bool {
        var plain = BeadSelection(home: selection.home)
        plain.includeClosed = true
        plain.exceptTypes = selection.exceptTypes
        plain.includeTemplates = selection.includeTemplates
        plain.includeEphemeral = selection.includeEphemeral
        return plain == selection
    }
}
