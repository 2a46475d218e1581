import FormulaFiles
import Formulas
import Glibc
import Host
import Testing
import TownModel

@testable import gt

@Suite("Where formulas are found")
struct FormulaShelfTests {
    private static let order = [
        "rigs/web/formulas", "config/formulas", "repo/.beads/formulas", ".beads/formulas", "home/.beads/formulas",
    ]

    @Test(
        "the rig, the town, the repository, the town's .beads, home, the program: first found wins, the rest is listed")
    func searchOrder() throws {
        let folders = try FormulaFolders()
        try Files.makePrivateDirectory("\(folders.root)/repo/src")
        var expected = ["gt:formulas/shiny.formula.toml"]
        for folder in Self.order.reversed() {
            try folders.write("\(folder)/shiny.formula.toml", FormulaFolders.text("shiny"))
            expected.insert("\(folders.root)/\(folder)/shiny.formula.toml", at: 0)
            #expect(FormulaShelf(folders.inRig).finds["shiny"]?.map(\.path) == expected)
        }
        let rows = FormulaShelf(folders.inRig).finds["shiny"] ?? []
        #expect(rows.map(\.origin) == [.rig, .town, .project, .townBeads, .home, .program])
        #expect(FormulaShelf(folders.inRig).problems.isEmpty)
    }

    @Test("outside of a town there are the repository's, the user's and those of the program")
    func noTown() throws {
        let folders = try FormulaFolders()
        try folders.write("repo/.beads/formulas/own.formula.toml", FormulaFolders.text("own"))
        let shelf = FormulaShelf(
            FormulaPlaces(nil, rig: nil, directory: "\(folders.root)/repo", home: "\(folders.root)/home"))
        #expect(shelf.names == ShippedFormulas.all.map(\.name).sorted() + ["own"] || shelf.names.contains("own"))
        #expect(shelf["own"]?.origin == .project)
        #expect(shelf["shiny"]?.origin == .program)
    }

    @Test("a file that can't be had hides what comes after it, and says why")
    func faulty() throws {
        let folders = try FormulaFolders()
        try folders.write("elsewhere.toml", FormulaFolders.text("secret"))
        try folders.write("config/formulas/other.formula.toml", FormulaFolders.text("other"))
        let folder = "\(folders.root)/config/formulas"
        try #require(symlink("\(folders.root)/elsewhere.toml", "\(folder)/shiny.formula.toml") == 0)
        try folders.write("config/formulas/release.formula.toml", FormulaFolders.text("release"))
        try folders.write("config/formulas/release.formula.json", "{}")
        try folders.write("config/formulas/large.formula.toml", String(repeating: "#", count: 4 << 20) + "\n")
        try Files.makePrivateDirectory("\(folder)/directory.formula.toml")
        try folders.write("config/formulas/plain.toml", FormulaFolders.text("plain"))
        let shelf = FormulaShelf(folders.inRig)
        func sentence(_ name: String) -> String? {
            guard case .failure(let problem)? = shelf[name]?.text else { return nil }
            return problem.sentence
        }
        #expect(sentence("shiny")?.contains("symbolic link") == true)
        #expect(sentence("release")?.contains("release.formula.json") == true)
        #expect(sentence("large")?.contains("4 MiB") == true)
        #expect(sentence("directory")?.contains("no file") == true)
        #expect(sentence("other") == nil && shelf["plain"] == nil)
        #expect(shelf.problems.map(\.severity) == [.warning])
        #expect(shelf.problems[0].place?.path == "\(folder)/plain.toml")
        #expect(throws: FormulaFailure.self) { try shelf.cook(Cook.Order("shiny"), mode: .draft) }
    }

    @Test("a folder that is none is an error: what is asked for might have been in it")
    func noFolder() throws {
        let folders = try FormulaFolders()
        try folders.write("config/formulas", "a file")
        #expect(FormulaShelf(folders.inRig).problems.map(\.severity) == [.error])
    }

    @Test("a file that is named is taken, and what it names is looked for beside it first")
    func path() throws {
        let folders = try FormulaFolders()
        try folders.write("here/child.toml", "formula = \"child\"\nextends = [\"shiny\"]\n")
        try folders.write("here/shiny.formula.toml", FormulaFolders.text("shiny"))
        var shelf = FormulaShelf(folders.inRig)
        #expect(shelf.open("\(folders.root)/here/child.toml") == "child")
        #expect(try shelf.cook(Cook.Order("child"), mode: .ready).graph.nodes.map(\.step.id) == ["do"])
        #expect(shelf["shiny"]?.origin == .beside)
    }

    @Test("names of files")
    func names() {
        #expect(FormulaFile.name(of: "a.b.formula.toml") == "a.b")
        #expect(FormulaFile.name(of: ".formula.toml") == nil)
        #expect(FormulaFile.name(of: "a.toml") == nil)
        #expect(FormulaFile.name(ofPath: "x/a.toml") == "a")
        #expect(FormulaFile.isPath("./a") && FormulaFile.isPath("a.toml") && !FormulaFile.isPath("a.b"))
    }
}
