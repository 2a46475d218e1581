import ArgumentParser
import FormulaFiles
import Formulas
import Host
import TownModel

struct FormulaNewCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a first text of a formula, with comments that say what else there is.",
        discussion: """
            Into the town's config/formulas; with --rig into the rig's formulas; with --here, or where there is no town,
            into the current directory. A file that is there is never touched.

            Example: gt formula new tidy-up
            Example: gt formula new nightly --rig web --type convoy
            """)

    @Argument(help: "Its name.") var name: String
    @Option(help: "workflow, expansion, aspect or convoy.") var type: FormulaKind = .workflow
    @Option(help: "Into this rig's formulas.", completion: IDCompletion.rigs) var rig: RigName?
    @Flag(help: "Into the current directory.") var here = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil, name.utf8.count <= 100,
            !FormulaFile.isPath(name)
        else {
            throw CommandFailure.usage(
                "\(UntrustedText.line(name)) is no name of a formula",
                hint: "letters, digits and . _ - after the first, 100 at most: tidy-up")
        }
        if here, rig != nil { throw CommandFailure.usage("--here and --rig name two places", hint: "leave one out") }
        let places = try call.formulaPlaces(rig: rig)
        let folder = here ? nil : places.layout?.formulas(rig)
        let path = try FormulaStarter(name: name, kind: type).write(into: folder ?? call.surroundings.directory)
        // How it is named from here.
        let said = folder == nil ? "./\(name)\(FormulaFile.suffixes[0])" : name + (rig.map { " --rig \($0)" } ?? "")
        call.answer(["name": name, "path": path]) { "\($0.plain(path)) is there; gt formula show \($0.plain(said))" }
        // What it hides from now on, if its folder is one that formulas are looked for in.
        let hidden = FormulaShelf(places).finds[name]?.drop { $0.path != path }.dropFirst().first
        if let hidden { call.note("gt: it hides \(UntrustedText.line(hidden.path))") }
    }
}
