import FormulaFiles
import Formulas
import Host
import Testing
import TownModel

@testable import gt

@Suite("Overlays of a town and of a rig")
struct OverlayPlaceTests {
    private static let skip = "[[step-overrides]]\nstep_id = \"test\"\nmode = \"skip\"\n"
    private static let append = """
        [[step-overrides]]
        step_id = "design"
        mode = "append"
        description = "In the rig's own words."

        """

    private func ids(_ shelf: FormulaShelf, _ name: String = "shiny") throws -> [String] {
        try shelf.cook(Cook.Order(name), mode: .draft).graph.nodes.map(\.step.id)
    }

    @Test("the town's changes its steps; the rig's takes its place as a whole")
    func replaced() throws {
        let folders = try FormulaFolders()
        try folders.write("config/formula-overlays/shiny.toml", Self.skip)
        #expect(try ids(FormulaShelf(folders.inRig)) == ["design", "implement", "review", "submit"])
        try folders.write("rigs/web/formula-overlays/shiny.toml", Self.append)
        let graph = try FormulaShelf(folders.inRig).cook(Cook.Order("shiny"), mode: .draft).graph
        #expect(graph.nodes.count == 5)
        #expect(graph.nodes[0].step.description?.hasSuffix("In the rig's own words.") == true)
    }

    @Test("steps that come from a parent are met too")
    func inherited() throws {
        let folders = try FormulaFolders()
        try folders.write("config/formulas/child.formula.toml", "formula = \"child\"\nextends = [\"shiny\"]\n")
        try folders.write("config/formula-overlays/child.toml", Self.skip)
        let shelf = FormulaShelf(folders.inRig)
        #expect(try ids(shelf, "child") == ["design", "implement", "review", "submit"])
        #expect(try ids(shelf).count == 5)
    }

    @Test("a step that is not there is a warning, a mode that is none an error, a formula that is none a warning")
    func wrong() throws {
        let folders = try FormulaFolders()
        let overlay = "config/formula-overlays/shiny.toml"
        try folders.write(overlay, Self.skip.replacing("\"test\"", with: "\"tset\""))
        let dish = try FormulaShelf(folders.inRig).cook(Cook.Order("shiny"), mode: .draft)
        #expect(dish.warnings.map(\.place?.path) == ["\(folders.root)/\(overlay)"])
        #expect(dish.warnings[0].remedy.contains("\"test\""))
        try folders.write(overlay, Self.skip.replacing("\"skip\"", with: "\"leave\""))
        #expect(throws: FormulaFailure.self) { try ids(FormulaShelf(folders.inRig)) }
        try folders.write("config/formula-overlays/shinny.toml", Self.skip)
        #expect(FormulaShelf(folders.inRig).problems.map(\.remedy) == ["Did you mean shiny.toml?"])
    }

    @Test("overlays of parts of others are looked at too")
    func ofParts() throws {
        let folders = try FormulaFolders()
        try folders.write(
            "config/formula-overlays/rule-of-five.toml", Self.skip.replacing("\"test\"", with: "\"{target}.edgse\""))
        let problems = FormulaInspection(shelf: FormulaShelf(folders.inRig)).problems(of: "rule-of-five")
        #expect(problems.map(\.remedy) == ["Did you mean \"{target}.edges\"?"])
    }
}
