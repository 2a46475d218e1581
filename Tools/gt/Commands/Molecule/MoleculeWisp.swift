import ArgumentParser
import FormulaFiles
import Formulas
import Host
import TownModel
import Wire

struct MoleculeWispCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "wisp",
        abstract: "Make a molecule of a formula; it is in no file, and costs a row a step that is reached.",
        discussion: """
            Every variable that the formula uses must have a value. With --on it is the way of working at a bead: whoever has
            the bead on his hook walks it. The id of a template among the beads is as good as a formula's name.

            Example: gt mol wisp shiny --var feature=search --on web-a1
            Example: gt mol wisp towers-of-hanoi --var disks=20
            Example: gt mol wisp web-e1 --var version=1.2
            """)

    @OptionGroup var making: MoleculeMakingOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws { try await making.make(call, isPoured: false) }
}

struct MoleculePourCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "pour",
        abstract: "Make a molecule of a formula, each step a bead: listed, exported, slung like any other.",
        discussion: """
            All of it or none, at most 10,000 steps; longer ones are wisps. A step's bead is <molecule>.<number>. Claiming and
            closing the beads walks the molecule, and gt mol next moves the beads.

            Example: gt mol pour release --var version=1.2.0 --rig web
            """)

    @OptionGroup var making: MoleculeMakingOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws { try await making.make(call, isPoured: true) }
}

struct MoleculeMakingOptions: ParsableArguments {
    @Argument(help: "The formula, a file, or a template's id.", completion: IDCompletion.formulas) var formula: String
    @Option(name: .customLong("var"), help: "A variable: name=value. As often as needed.")
    var variables: [NamedValue] = []
    @Option(name: .customLong("on"), help: "The bead that it is for.", completion: IDCompletion.beads)
    var bead: String?
    @Option(help: "Whose it is; without it the town's.", completion: IDCompletion.rigs) var rig: RigName?
    @Option(help: "In place of the formula's.") var title: String?
    @OptionGroup var choice: LegOptions

    func make(_ call: Invocation, isPoured: Bool) async throws {
        let values = try variables.values("--var ")
        let shelf = try call.formulaShelf(rig: rig)
        if !FormulaFile.isPath(formula), shelf[formula] == nil,
            let proto = try await Proto(formula, variables: values, call, try call.client())
        {
            call.warn(proto.dish.warnings)
            return try await make(
                proto.dish.graph, rig: rig ?? proto.bead.rig, title: title ?? proto.title, call, isPoured: isPoured)
        }
        let graph = try call.graph(of: formula, values: values, rig: rig, legs: try choice.legs)
        try await make(graph, rig: rig, title: title, call, isPoured: isPoured)
    }

    private func make(
        _ graph: CookedGraph, rig: RigName?, title: String?, _ call: Invocation, isPoured: Bool
    ) async throws {
        let client = try call.client()
        var attach: BeadID?
        if let bead { attach = try await client.bead(bead) }
        let reply = try await client.command(
            MoleculeMake(graph: graph, rig: rig, title: title, attach: attach, isPoured: isPoured ? true : nil))
        call.answer(reply) { "made \(MoleculeText.line(reply.molecule, $0))" }
    }
}

struct LegOptions: ParsableArguments {
    @Option(name: .customLong("legs"), help: "Of a convoy: only these legs, with commas between.") var ids: String?
    @Option(help: "Of a convoy: the legs of one of its presets.") var preset: String?

    var legs: Cook.LegChoice {
        get throws(CommandFailure) {
            switch (ids, preset) {
            case (.some, .some): throw .usage("--legs and --preset both choose legs", hint: "leave one of them out")
            case (let ids?, nil): .ids(ids.split(separator: ",").map { String($0).trimmed })
            case (nil, let preset?): .preset(preset)
            case (nil, nil): .all
            }
        }
    }
}

extension Invocation {
    /// A formula, found and cooked for a molecule: every variable has its value. Its warnings are told.
    func graph(
        of formula: String, values: [String: String], rig: RigName?, legs: Cook.LegChoice = .all
    ) throws -> CookedGraph {
        var shelf = try formulaShelf(rig: rig)
        let name = try self.formula(formula, on: &shelf)
        do throws(FormulaFailure) {
            let dish = try shelf.cook(Cook.Order(name, variables: values, legs: legs), mode: .ready)
            warn(dish.warnings)
            return dish.graph
        } catch {
            throw failure(error, of: formula)
        }
    }
}
