import ArgumentParser
import TownModel
import Wire

struct SlingCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "sling",
        abstract: "Hand beads to a rig's workers, or to one agent.",
        discussion: """
            All of it or none. An epic stands for its open leaves; what is blocked now is fed by the Mayor when it
            becomes ready. Without a target each bead goes to its own rig.

            To crew, and to the Mayor's agent, one bead goes, on its own hook: it closes the bead itself. --start says
            what becomes of its session: now (one begins when none lives; else it is nudged), defer (nothing), restart
            (its session begins anew, with this bead and the note that it left with gt handoff). "dogs" is any dog that
            is idle, or a new one while there is room (gt dog). For a rig now and restart are the same: each bead gets a
            polecat, and so a session, of its own; --defer begins it later.

            A formula in place of the first bead becomes the way of working at the bead of --on; without --on it is a piece of
            work by itself, and a bead is made of it. Whoever gets the bead walks its steps (gt mol next). Of a convoy formula
            each leg is a bead for a polecat of its own, and the synthesis follows when they have ended (gt mol files).

            Example: gt sling gt-abc gt-abd web
            Example: gt sling gt-abc web/crew/max --start defer
            Example: gt sling gt-plan mayor
            Example: gt sling hq-long dogs
            Example: gt sling gt-epic --convoy "New parser"
            Example: gt sling gt-abc --defer tomorrow
            Example: gt sling shiny --on gt-abc --var feature=search
            Example: gt sling release web --var release_version=1.2.0
            Example: gt sling code-review web --var branch=search --preset gate
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Beads, then, if need be, a rig or an agent's address.")
    var words: [String]

    @Option(help: "Agent preset (gt agent list). Default: the rig's.", completion: IDCompletion.presets)
    var agent: String?

    @Option(name: [.customLong("args"), .customShort("a")], help: "Text for the worker beside the bead's own.")
    var arguments: String?

    @Option(help: "merge: through the queue (mr and direct mean the same); local: keep the ref, land nothing.")
    var merge: MergeWord = .merge

    @Option(
        name: .customLong("defer"), parsing: .unconditional,
        help: "Queue it now, begin it then: +6h, tomorrow, a date.")
    var deferUntil: BdMoment?

    @Option(help: "now (what happens without it) or restart; for one agent also defer.")
    var start: SlingStart?

    @Option(name: .customLong("on"), help: "The bead that the formula is laid on.", completion: IDCompletion.beads)
    var on: String?

    @Option(name: .customLong("var"), help: "A variable of the formula: name=value. As often as needed.")
    var variables: [NamedValue] = []

    @OptionGroup var choice: LegOptions

    @Option(help: "Title of the convoy.")
    var convoy: String?

    @Flag(name: .customLong("no-convoy"), help: "Track it in no convoy.")
    var noConvoy = false

    @Flag(name: [.customLong("dry-run"), .customShort("n")], help: "Check everything, change nothing.")
    var dryRun = false

    @Option(help: "Id of the command, to repeat one that was not answered.")
    var id: String?

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let (beads, target, graph) = try await split(client, call)
        if start == .defer, target?.isAgent != true {
            throw CommandFailure.usage(
                "--start defer is about the session of the one agent that a bead goes to",
                hint: "gt sling <bead> <rig>/crew/<name> --start defer; --defer begins a polecat later")
        }
        if merge == .direct { call.note("direct goes through the merge queue here: nothing lands untested") }
        let reply = try await client.command(
            WorkSling(
                beads: beads, target: target, preset: agent, arguments: arguments, mergeMode: merge.mode,
                convoyTitle: convoy, noConvoy: noConvoy, dryRun: dryRun,
                notBefore: deferUntil?.time, start: start, graph: graph),
            id: try commandID())
        call.answer(reply) { screen in
            let lines = reply.slung.map { slung in
                "\(screen.paint(slung.result.rawValue, .cyan))  \(slung.bead)  \(screen.plain(slung.note))  "
                    + screen.plain(slung.title)
            }
            let convoy = reply.convoy.map { ["convoy \($0)"] } ?? []
            let molecule = reply.molecule.map { ["molecule \($0)"] } ?? []
            return (lines + convoy + molecule + (dryRun ? ["nothing was changed (--dry-run)"] : [])).joined(
                separator: "\n")
        }
    }

    private func commandID() throws(CommandFailure) -> CommandID? {
        guard let id else { return nil }
        guard let known = CommandID(id) else {
            throw .usage("--id takes the id that an unanswered command named", hint: "leave --id out")
        }
        return known
    }

    /// The last word is a target when it names a rig or an agent; every other word is a bead, or the first a formula.
    private func split(
        _ client: TownClient, _ call: Invocation
    ) async throws -> ([BeadID], SlingTarget?, CookedGraph?) {
        var names = words
        var target: SlingTarget?
        if let last = names.last, let found = try await Self.target(last, client) {
            target = found
            names.removeLast()
        }
        guard !names.isEmpty else {
            throw CommandFailure.usage("which bead?", hint: "gt sling <bead…> [rig or agent]; gt ready lists beads")
        }
        if let on {
            guard names.count == 1 else {
                throw CommandFailure.usage("--on takes one formula", hint: "gt sling <formula> --on <bead> [rig]")
            }
            let bead = try await client.details([on])[0].bead
            return ([bead.id], target, try graph(of: names[0], for: target?.rig ?? bead.rig, call))
        }
        do throws(CommandFailure) {
            let beads = try await client.details(names).map(\.bead.id)
            guard variables.isEmpty else {
                throw .usage("--var is for a formula", hint: "gt sling <formula> --on \(names[0])")
            }
            return (beads, target, nil)
        } catch {
            // A bead comes first: its id is what people mean.
            guard error.code == "not-found", names.count == 1 else { throw error }
            guard Self.isFormula(names[0], for: target?.rig, call) else { throw error }
            return ([], target, try graph(of: names[0], for: target?.rig, call))
        }
    }

    private static func isFormula(_ word: String, for rig: RigName?, _ call: Invocation) -> Bool {
        do {
            var shelf = try call.formulaShelf(rig: rig)
            _ = try call.formula(word, on: &shelf)
            return true
        } catch {
            // Then the word is a bead that is not there: that is what is said.
            return false
        }
    }

    private func graph(of formula: String, for rig: RigName?, _ call: Invocation) throws -> CookedGraph {
        try call.graph(of: formula, values: try variables.values("--var "), rig: rig, legs: try choice.legs)
    }

    private static func target(_ word: String, _ client: TownClient) async throws -> SlingTarget? {
        if word == "mayor" { return .agent(.mayor) }
        if word == "deacon/dogs" || word == AgentGroup.dogs.text { return .dogs }
        if word.contains("/") {
            if let address = Address(word) { return .agent(address) }
            return .agent(try await client.address(word, rig: nil))
        }
        guard let rig = RigName(word) else { return nil }
        if try await client.query(RigList()).rigs.contains(where: { $0.name == rig }) { return .rig(rig) }
        return word == "dogs" ? .dogs : nil
    }

    enum MergeWord: String, ExpressibleByArgument, CaseIterable {
        case merge, mr, direct, local

        var mode: MergeMode { self == .local ? .local : .merge }
    }
}

extension SlingTarget {
    fileprivate var isAgent: Bool { if case .rig = self { false } else { true } }

    fileprivate var rig: RigName? {
        switch self {
        case .rig(let name): name
        case .agent(let address): address.rig
        case .dogs: nil
        }
    }
}
