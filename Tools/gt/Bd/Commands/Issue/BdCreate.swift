import ArgumentParser
import Host
import TownModel
import Wire

struct BdCreate: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an issue.",
        discussion: """
            It belongs to --rig, else to the rig you are in, else to the town itself. With --file many are made at once,
            all or none: one "## Title" section each, with "### Priority", "### Type", "### Description", "### Design",
            "### Acceptance Criteria", "### Assignee", "### Labels" and "### Dependencies" below it.

            Example: bd create "Fix the door" -t bug -p 1 --deps discovered-from:web-a1 --json
            """,
        aliases: ["new"])

    @Argument(help: "One line.") var words: String?
    @Option(parsing: .unconditional, help: "The title, in place of the first argument.") var title: String?
    @Option(name: [.customShort("t", allowingJoined: true), .long], help: "task, bug, feature, chore or epic.")
    var type: BdType?
    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "0 (critical) to 4 (backlog), P0 to P4.")
    var priority: PriorityArgument?
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Who is to do it.") var assignee: String?
    @Option(
        name: [.customShort("l"), .customLong("labels"), .customLong("label")], parsing: .unconditionalSingleValue,
        help: "Labels, with commas or repeated.")
    var labels: [String] = []
    @Option(help: "The issue it is a part of.", completion: IDCompletion.beads) var parent: String?
    @Option(
        parsing: .singleValue, help: "What it depends on: type:id or id (blocks), with commas or repeated.",
        completion: IDCompletion.beads)
    var deps: [String] = []
    @Option(help: "It waits for the parts of this issue.", completion: IDCompletion.beads) var waitsFor: String?
    @Option(help: "all-children or any-children.") var waitsForGate: ChildGate?
    @Option(name: .customLong("defer"), parsing: .unconditional, help: "Not ready before: +6h, tomorrow, a date.")
    var deferUntil: BdMoment?
    @Flag(help: "Print the id alone.") var silent = false
    @Flag(help: "Say what would be made, and make nothing.") var dryRun = false
    @Option(name: .shortAndLong, help: "Make the issues of a markdown file.", completion: .file()) var file: String?
    @OptionGroup var texts: BdTexts
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard file == nil else {
            guard words == nil, title == nil else { throw ValidationError("--file brings its own titles") }
            return
        }
        guard (words == nil) != (title == nil) else { throw ValidationError("say the title, once") }
        if waitsForGate != nil, waitsFor == nil { throw ValidationError("--waits-for-gate needs --waits-for") }
    }

    func run(_ call: BdCall) async throws {
        let client = try dryRun ? call.reader() : call.writer()
        let rig = try await home.one(call, client).rig
        if let file {
            return try await make(try BdPlan(TextSource.text(file)), from: file, rig: rig, call, client)
        }
        let create = try await request(rig, client)
        if dryRun {
            return call.answer(RawJSON.object(["dry_run": "true", "title": RawJSON.text(create.title)])) {
                "would make \($0.plain(create.title)) in \(rig?.text ?? "hq")"
            }
        }
        let id = try await client.command(create).bead.id
        if silent, !call.isJSON { return call.answer(RawJSON.text(id.text)) { _ in id.text } }
        let bead = try await client.line(of: id)
        call.answer(bead.json()) { "created \(BdText.line(bead, $0)) in \(rig?.text ?? "hq")" }
    }

    private func request(_ rig: RigName?, _ client: TownClient) async throws -> BeadCreate {
        let edges = try await BdEdgeWords(deps.parts).edges(client)
        var create = BeadCreate(
            rig: rig, title: title ?? words ?? "", description: try texts.body() ?? "", type: type?.value ?? .task,
            priority: priority?.value ?? .normal, labels: labels.parts,
            needs: edges.filter { $0.type == .blocks }.map(\.to), edges: edges.filter { $0.type != .blocks },
            deferUntil: deferUntil?.time, assignee: assignee, fields: texts.fields)
        if let parent { create.parent = try await client.bead(parent) }
        if let waitsFor {
            let edge = NewEdge(
                to: try await client.bead(waitsFor), type: .waitsFor, gate: waitsForGate ?? .allChildren)
            create.edges = (create.edges ?? []) + [edge]
        }
        return create
    }

    private func make(
        _ plan: BdPlan, from file: String, rig: RigName?, _ call: BdCall, _ client: TownClient
    ) async throws {
        guard !plan.sections.isEmpty else {
            throw CommandFailure(
                .badData, code: "invalid", "\(file) has no section that begins with \"## \"", about: file,
                hint: "one such line with the title for each issue")
        }
        var items: [BeadsCreate.Item] = []
        for section in plan.sections { items.append(.init(bead: try await section.request(rig, client))) }
        if dryRun {
            return call.answer(RawJSON.array(items.map { RawJSON.object(["title": RawJSON.text($0.bead.title)]) })) {
                screen in items.map { "would make \(screen.plain($0.bead.title))" }.joined(separator: "\n")
            }
        }
        let made = try await client.command(BeadsCreate(beads: items)).beads.map(\.id)
        let beads = try await client.lines(of: made)
        call.answer(RawJSON.array(beads.map { $0.json() })) { screen in
            beads.map { silent ? $0.id : "created \(BdText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}
