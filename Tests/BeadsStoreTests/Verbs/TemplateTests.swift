import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Templates made here")
struct TemplateTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private func template(_ title: String = "a mould", type: BeadType = .task, parent: BeadID? = nil) throws -> BeadID {
        try town.send(
            BeadCreate(
                rig: VerbTown.gastown, title: title, type: type, labels: ["wood"], parent: parent, isTemplate: true)
        ).bead.id
    }

    @Test("a template is no work, says so, and stays as it was made until it is deleted")
    func mould() throws {
        let id = try template()
        let bead = try town.show(id)
        #expect(bead.disposition == .notWork && bead.labels == ["template", "wood"] && bead.status == .open)
        #expect(try town.detail(id).waitsFor == ["it is a template: others are made from it"])
        #expect(try town.readyIDs().isEmpty)
        #expect(refusal { try town.send(BeadUpdate(id: id, title: "other")) } == .conflict)
        #expect(refusal { try town.send(BeadClose(id: id, reason: "no")) } == .conflict)
        #expect(refusal { try town.send(BeadClaim(id: id, assignee: "ann")) } == .conflict)
        #expect(refusal { try town.send(WorkSling(beads: [id])) } != nil)
        var selection = BeadSelection()
        #expect(try town.ask(BeadList(selection: selection)).beads.map(\.id) == [id])
        selection.includeTemplates = false
        #expect(try town.ask(BeadList(selection: selection)).beads.isEmpty)
        try town.send(BeadDelete(ids: [id], reason: "worn"))
        #expect(try town.show(id).status == .tombstone)
    }

    @Test("its line is one that the reference and an import know as a template")
    func line() throws {
        let id = try template()
        let text = try town.exported()[0]
        #expect(text.contains(#""is_template":true"#) && text.contains(#""labels":["template","wood"]"#))
        let other = try VerbTown()
        try other.importFile(Array(text.utf8) + [UInt8(ascii: "\n")])
        #expect(refusal { try other.send(BeadClose(id: id, reason: "no")) } == .conflict)
        #expect(try other.exported() == [text])
    }

    @Test("a template is a part of another one, never of work, which it would keep open")
    func parts() throws {
        let whole = try template("a whole", type: .epic)
        let part = try template("a part", parent: whole)
        #expect(try town.show(part).parent == whole)
        let epic = try town.bead(type: .epic)
        #expect(refusal { _ = try template(parent: epic) } == .conflict)
        let edge = Edge(from: try template(), to: epic, type: .parentChild)
        #expect(refusal { try town.send(EdgeAdd(edge: edge)) } == .conflict)
        let task = try town.bead(parent: epic)
        try town.send(BeadClose(id: task, reason: "done"))
        #expect(try town.show(epic).status == .closed)
        try town.checkFacts()
    }
}
