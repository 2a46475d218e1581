import ArgumentParser
import FormulaFiles
import Formulas
import Host
import Testing
import TownModel

@testable import gt

@Suite("The formulas that come with the program")
struct ShippedFormulaTests {
    private static let shelf = FormulaShelf(FormulaPlaces(nil, rig: nil, directory: nil, home: nil))
    private static let names = ShippedFormulas.all.map(\.name)

    @Test("every file of the folder is in the program")
    func whole() throws {
        let root = Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))
        let files = Files.names(in: "\(root)/Shared/Formulas/BuiltIn")
        #expect(files == Self.names.map { "\($0).formula.toml" })
        for (name, _, text) in ShippedFormulas.all {
            #expect(try Files.readText("\(root)/Shared/Formulas/BuiltIn/\(name).formula.toml") == text)
        }
    }

    @Test("nothing is wrong with any", arguments: names)
    func lint(name: String) {
        #expect(FormulaInspection(shelf: Self.shelf).problems(of: name).map(\.description) == [])
    }

    @Test(
        "each cooks to as many steps as it has",
        arguments: [
            ("code-review", 7), ("conflict-rework", 4), ("polecat-work", 6), ("release", 8), ("shiny", 5),
            ("towers-of-hanoi", 3), ("town-shutdown", 6), ("deacon-patrol", 4), ("refinery-patrol", 2),
            ("witness-patrol", 10),
        ])
    func cooked(name: String, count: Int) throws {
        let values = [
            "shiny": ["feature": "search"], "release": ["release_version": "1.4.0"], "code-review": ["branch": "x"],
        ]
        let dish = try Self.shelf.cook(Cook.Order(name, variables: values[name] ?? [:]), mode: .ready)
        #expect(dish.graph.nodes.count == count)
        #expect(dish.warnings.isEmpty)
    }

    @Test("twenty disks are a million moves in three nodes")
    func hanoi() throws {
        let dish = try Self.shelf.cook(Cook.Order("towers-of-hanoi", variables: ["disks": "20"]), mode: .ready)
        guard case .loop(let loop) = dish.graph.nodes[1].shape else {
            Issue.record("no loop")
            return
        }
        #expect(loop.count == 1_048_575 && loop.first == 1 && loop.variable == "move")
    }

    @Test("the rule that the text of a move states solves the towers", arguments: 1...12)
    func moves(disks: Int) {
        var pegs = [Array((1...disks).reversed()), [], []]
        for move in 1...(1 << disks) - 1 {
            let (from, to) = ((move & (move - 1)) % 3, ((move | (move - 1)) + 1) % 3)
            guard let disk = pegs[from].popLast(), pegs[to].last ?? .max > disk else {
                Issue.record("move \(move) of \(disks) disks")
                return
            }
            pegs[to].append(disk)
        }
        #expect(pegs[disks % 2 == 1 ? 2 : 1].count == disks)
    }

    @Test("every command that a text names is one", arguments: names)
    func commands(name: String) throws {
        let text = try #require(ShippedFormulas.all.first { $0.name == name }).text
        for match in text.matches(of: /`gt ([^`]+)`/) {
            let words = match.output.1.split(separator: " ").map(String.init)
            let command = CommandWords.leaf(of: CommandWords(.gt).path(of: words))
            #expect(command?.configuration.subcommands.isEmpty == true, "gt \(match.output.1)")
            #expect(CommandWords(.gt).unknown(in: words) == nil, "gt \(match.output.1)")
        }
        #expect(!text.replacing(/`gt [^`]+`/, with: "").contains(/\bgt [a-z]/), "a command without backquotes")
    }

    @Test("a starter of every type lints clean", arguments: FormulaKind.allCases)
    func starters(kind: FormulaKind) throws {
        let folders = try FormulaFolders()
        _ = try FormulaStarter(name: "own", kind: kind).write(into: "\(folders.root)/config/formulas")
        #expect(FormulaInspection(shelf: FormulaShelf(folders.inRig)).all().map(\.description) == [])
        #expect(throws: CommandFailure.self) {
            try FormulaStarter(name: "own", kind: kind).write(into: "\(folders.root)/config/formulas")
        }
        #expect(Files.names(in: "\(folders.root)/config/formulas") == ["own.formula.toml"])
    }

    @Test("every formula in docs/formulas.md lints clean, and cooks")
    func docs() throws {
        let root = Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))
        let text = try Files.readText("\(root)/docs/formulas.md")
        let folders = try FormulaFolders()
        let blocks = text.matches(of: /(?s)```toml\n(.*?)```/).map { String($0.output.1) }
        #expect(blocks.count > 10)
        for block in blocks {
            let name = try #require(block.firstMatch(of: /formula = "([^"]+)"/)).output.1
            try folders.write("config/formulas/\(name).formula.toml", block)
        }
        let shelf = FormulaShelf(folders.inRig)
        #expect(shelf.finds.values.count { $0[0].origin == .town } == blocks.count)
        #expect(FormulaInspection(shelf: shelf).all().map(\.description) == [])
    }
}
