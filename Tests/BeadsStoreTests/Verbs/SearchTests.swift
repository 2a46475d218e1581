import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Searching beads by their words")
struct SearchTests {
    private let town: VerbTown
    private let index: SearchIndex

    init() throws {
        town = try VerbTown()
        index = try SearchIndex(path: nil)
    }

    private func find(_ text: String, includeClosed: Bool = true, limit: Int = 50, home: BeadHome? = nil) throws
        -> [BeadID]
    {
        try town.ask(
            BeadSearch(text: text, home: home, includeClosed: includeClosed, limit: limit), index: index
        ).beads.map(\.id)
    }

    @Test("all words, in any order and case, by their beginnings, wherever they stand")
    func words() throws {
        let id = try town.bead("The Kitchen door squeaks")
        try town.send(BeadUpdate(id: id, addLabels: ["oil"], fields: ["notes": #""hinges are dry""#]))
        try town.send(BeadComment(id: id, text: "Grüße from the cellar"))
        let other = try town.bead("The kitchen window")
        #expect(try find("door kitch") == [id])
        #expect(try Set(find("KITCHEN")) == [id, other])
        #expect(try find("hinge") == [id] && find("oil") == [id] && find("gruße cellar") == [id])
        #expect(try find(id.text) == [id])
        #expect(try find("door window").isEmpty)
        #expect(refusal { _ = try find("  ") } == .invalid)
    }

    @Test(
        "what looks like a query language is words",
        arguments: ["a\"b", "NEAR(x", "title:", "x*", "-x", "a OR", "^", "'"])
    func syntax(_ text: String) throws {
        _ = try town.bead("nothing of the kind")
        #expect(try find(text).isEmpty)
    }

    @Test("a title counts more than a text; the limit and the rest of the conditions hold")
    func order() throws {
        let second = try town.send(
            BeadCreate(rig: VerbTown.gastown, title: "other", description: "about a lamp")
        ).bead.id
        let first = try town.bead("lamp")
        let closed = try town.bead("lamp of old", rig: nil)
        try town.send(BeadClose(id: closed, reason: "over"))
        #expect(try find("lamp", includeClosed: false) == [first, second])
        #expect(try find("lamp", limit: 1).count == 1)
        #expect(try find("lamp", limit: 1, home: .hq) == [closed])
    }

    @Test("a search is narrowed by what narrows a list, comes in any order, and in pages that miss nothing")
    func selection() throws {
        var ids: [BeadID] = []
        for number in 0..<7 {
            ids.append(
                try town.send(
                    BeadCreate(
                        rig: VerbTown.gastown, title: "lamp \(9 - number)", priority: number % 2 == 0 ? .high : .low,
                        labels: number == 3 ? ["red"] : [])
                ).bead.id)
        }
        func pages(_ search: BeadSearch) throws -> [BeadID] {
            var (search, found) = (search, [BeadID]())
            repeat {
                let page = try town.ask(search, index: index)
                #expect(page.beads.count <= search.limit)
                found += page.beads.map(\.id)
                search.after = page.next
            } while search.after != nil
            return found
        }
        var high = BeadSelection(home: BeadHome("gastown"))
        high.priorityTo = .high
        let even = stride(from: 0, to: 7, by: 2).map { ids[$0] }
        #expect(try Set(pages(BeadSearch(text: "lamp", limit: 3))) == Set(ids))
        let best = try pages(BeadSearch(text: "lamp", limit: 3, selection: high))
        #expect(best.count == 4 && Set(best) == Set(even))
        let byTitle = BeadSearch(text: "lamp", limit: 3, selection: high, order: BeadOrder(.title))
        #expect(try pages(byTitle) == even.reversed())
        #expect(
            try pages(BeadSearch(text: "lamp", limit: 2, order: BeadOrder(.id, isReversed: true)))
                == ids.sorted().reversed())
        #expect(try pages(BeadSearch(text: "lamp", selection: BeadSelection(labels: ["red"]))) == [ids[3]])
        #expect(refusal { _ = try pages(BeadSearch(text: "lamp", after: "x")) } == .invalid)
    }

    @Test("the index follows changes, deletions, files and another ledger")
    func follows() throws {
        let id = try town.bead("before")
        #expect(try find("before") == [id])
        try town.send(BeadUpdate(id: id, title: "after"))
        #expect(try find("before").isEmpty && find("after") == [id])
        try town.send(BeadDelete(ids: [id], reason: "no"))
        #expect(try find("after").isEmpty)
        try town.importFile(ImportTests.line("gt-1"))
        #expect(try find("gt-1").map(\.text) == ["gt-1"])
        let other = try VerbTown()
        _ = try other.bead("elsewhere")
        #expect(try other.ask(BeadSearch(text: "t of gt"), index: index).beads.isEmpty)
        #expect(try other.ask(BeadSearch(text: "elsewhere"), index: index).beads.count == 1)
    }

    @Test("a file that is no index, or of another version, is made anew")
    func version() throws {
        let directory = try ScratchDirectory()
        let path = "\(directory.path)/search.db"
        do {
            let old = try Database(path: path, mode: .readWrite)
            try old.script("CREATE TABLE docs (x); PRAGMA user_version = 99")
        }
        let index = try SearchIndex(path: path)
        _ = try town.bead("found")
        #expect(try town.ask(BeadSearch(text: "found"), index: index).beads.count == 1)
    }
}
