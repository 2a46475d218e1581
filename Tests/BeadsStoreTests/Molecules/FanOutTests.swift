import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Steps that fan out")
struct FanOutTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func parent(isSequential: Bool = false, isPoured: Bool = false) throws -> BeadID {
        let fan = FanOut(
            over: "found.files", formula: "one", variables: ["file": "{item.path}", "n": "{index}"],
            isSequential: isSequential)
        let graph = G.graph([
            G.step("a") { $0.fanOut = fan }, G.step("b", ["a"]), G.step("all", [], allOf: "a"),
        ])
        return try town.send(
            MoleculeMake(graph: graph, rig: VerbTown.gastown, isPoured: isPoured ? true : nil)
        ).molecule.root
    }

    private static let list = #"{"files": [{"path": "x.swift"}, {"path": "y.swift"}, {"path": 3}]}"#

    @discardableResult
    private func end(_ root: BeadID, output: String = list) throws -> MoleculeNextReply {
        _ = try town.send(MoleculeNext(molecule: root))
        return try town.send(MoleculeNext(molecule: root, ends: 1, output: ["found": output]))
    }

    private func child(_ root: BeadID, _ position: Int) throws -> BeadID {
        let place = FanOutPlace(molecule: root, number: 1, position: position)
        return try town.send(MoleculeMake(graph: G.graph([G.step("x")]), parent: place)).molecule.root
    }

    private func walk(_ root: BeadID) throws {
        _ = try town.send(MoleculeNext(molecule: root))
        _ = try town.send(MoleculeNext(molecule: root, ends: 1))
    }

    private func progress(_ root: BeadID) throws -> FanOutProgress? {
        try town.ask(MoleculeShow(molecule: root)).fanOuts?.first
    }

    @Test("each element is due, with its variables, and is made once, in the parent's rig")
    func due() throws {
        let root = try parent()
        let progress = try #require(try end(root).fanOuts?.first)
        #expect(progress.total == 3 && progress.due.map(\.position) == [0, 1, 2] && progress.path == "a")
        let variables = progress.due.map { progress.fanOut.variables(for: $0) }
        #expect(variables.map { $0["file"] } == ["x.swift", "y.swift", "3"])
        #expect(variables.map { $0["n"] } == ["0", "1", "2"])
        let first = try child(root, 0)
        #expect(try child(root, 0) == first, "said again by whoever came after a crash")
        #expect(try town.show(first).rig == VerbTown.gastown)
        #expect(refusal { _ = try child(root, 2) } == .conflict)
        #expect(try self.progress(root)?.open == [first])
        #expect(try self.progress(root)?.due.map(\.position) == [1, 2])
    }

    @Test("what waits for all of them begins with the end of the last, whichever way that ended")
    func all() throws {
        let root = try parent()
        #expect(try end(root).next?.path == "b")
        _ = try town.send(MoleculeNext(molecule: root, ends: 2))
        let children = try (0..<3).map { try child(root, $0) }
        try walk(children[0])
        _ = try town.send(MoleculeBurn(molecule: children[1], reason: "not wanted"))
        #expect(try town.send(MoleculeNext(molecule: root)).next == nil)
        #expect(try progress(root)?.ended == 2)
        _ = try town.send(BeadClose(id: children[2], reason: "by hand", outcome: .success))
        #expect(town.events.contains { $0.kind == .stepFreed && $0.subject == root.text })
        #expect(try town.send(MoleculeNext(molecule: root)).next?.path == "all")
        #expect(try progress(root) == nil)
        _ = try town.send(MoleculeNext(molecule: root, ends: 3))
        #expect(try town.show(root).status == .closed)
    }

    @Test("one after the other: the next is due when the one before has ended")
    func sequential() throws {
        let root = try parent(isSequential: true)
        try end(root)
        #expect(try progress(root)?.due.map(\.position) == [0])
        let first = try child(root, 0)
        #expect(try progress(root)?.due == [])
        #expect(refusal { _ = try child(root, 1) } == .conflict)
        try walk(first)
        #expect(try progress(root)?.due.map(\.position) == [1])
    }

    @Test("a step without its list does not end, and an empty list has nobody to wait for")
    func lists() throws {
        let root = try parent()
        for text in ["none", #"{"files": "x"}"#, #"{"other": []}"#] {
            #expect(refusal { try end(root, output: text) } == .invalid)
        }
        let many = "{\"files\": [\((0...1000).map(String.init).joined(separator: ","))]}"
        #expect(refusal { try end(root, output: many) } == .tooLarge)
        #expect(try end(root, output: #"{"files": []}"#).fanOuts == nil)
        _ = try town.send(MoleculeNext(molecule: root, ends: 2))
        #expect(try town.ask(MoleculeCurrent()).molecules.first?.open.map(\.path) == ["all"])
    }

    @Test("a parent that ends without them takes its children along")
    func burned() throws {
        let root = try parent()
        try end(root)
        let made = try child(root, 0)
        _ = try town.send(MoleculeBurn(molecule: root, reason: "not wanted"))
        #expect(try town.show(made).outcome == .skipped)
        #expect(try town.count("SELECT count(*) FROM step_children") == 0)
        #expect(try town.count("SELECT count(*) FROM fan_outs") == 0)
    }

    @Test("poured, the step's bead is closed when its children have ended")
    func poured() throws {
        let root = try parent(isPoured: true)
        try end(root)
        let bead = valid(BeadID.self, "\(root).1")
        #expect(try town.show(bead).status == .inProgress)
        for position in 0..<3 { try walk(try child(root, position)) }
        #expect(try town.show(bead).status == .closed)
        #expect(try town.readyIDs().map(\.text).sorted() == ["\(root).2", "\(root).3"])
    }
}
