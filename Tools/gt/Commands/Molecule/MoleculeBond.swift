import ArgumentParser
import FormulaFiles
import Formulas
import TownModel
import Wire

extension BondType: ExpressibleByArgument {}

struct MoleculeBondCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "bond",
        abstract: "Join a second molecule to one: after it, beside it, or for the case that it fails.",
        discussion: """
            The second is a molecule that has not begun, or a formula (or a template's id) that it is made of, in one
            transaction with the bond. sequential: it begins when the first has ended. conditional: it begins if the first is
            burned or its root is closed as failed, else it is skipped. parallel: both are parts of one bead.

            Example: gt mol bond gt-wisp-a1b2c3 release --var version=1.2
            Example: gt mol bond gt-wisp-a1b2c3 gt-wisp-d4e5f6 --type conditional
            """)

    @Argument(help: "The first molecule.", completion: IDCompletion.molecules) var molecule: String
    @Argument(help: "The second: a formula, a file, a template's id, or a molecule.", completion: IDCompletion.formulas)
    var other: String
    @Option(help: "sequential, parallel or conditional.") var type = BondType.sequential
    @Option(name: .customLong("var"), help: "A variable of the formula: name=value. As often as needed.")
    var variables: [NamedValue] = []
    @Option(help: "Of the second, in place of the formula's.") var title: String?
    @Option(help: "In whose folders the formula is looked for too.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let first = try await client.bead(molecule)
        let reply = try await client.command(try await bond(first, call, client))
        call.answer(reply) { screen in
            let what =
                switch type {
                case .sequential: "after \(first)"
                case .conditional: "if \(first) fails"
                case .parallel: "beside \(first), both under \(reply.parent?.text ?? "one bead")"
                }
            return "\(what): \(MoleculeText.line(reply.other, screen))"
        }
    }

    private func bond(_ first: BeadID, _ call: Invocation, _ client: TownClient) async throws -> MoleculeBond {
        let values = try variables.values("--var ")
        var shelf = try call.formulaShelf(rig: rig)
        if !FormulaFile.isPath(other), shelf[other] == nil, BeadID(other) != nil {
            if let known = try await molecule(named: other, client) {
                guard values.isEmpty, title == nil else {
                    throw CommandFailure.usage(
                        "\(known) is made already: --var and --title change nothing", hint: "leave them out")
                }
                return MoleculeBond(molecule: first, type: type, other: known)
            }
            if let proto = try await Proto(other, variables: values, call, client) {
                call.warn(proto.dish.warnings)
                return MoleculeBond(
                    molecule: first, type: type, graph: proto.dish.graph, title: title ?? proto.title)
            }
        }
        let name = try call.formula(other, on: &shelf)
        do throws(FormulaFailure) {
            let dish = try shelf.cook(Cook.Order(name, variables: values), mode: .ready)
            call.warn(dish.warnings)
            return MoleculeBond(molecule: first, type: type, graph: dish.graph, title: title)
        } catch {
            throw call.failure(error, of: other)
        }
    }

    private func molecule(named word: String, _ client: TownClient) async throws(CommandFailure) -> BeadID? {
        do {
            let bead = try await client.details([word]).first?.bead
            return bead.flatMap { $0.type == .molecule ? $0.id : nil }
        } catch {
            guard error.code == ErrorCode.notFound.rawValue else { throw error }
            return nil
        }
    }
}
