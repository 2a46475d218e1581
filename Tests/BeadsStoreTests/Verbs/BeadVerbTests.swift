import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Verbs about beads")
struct BeadVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("a new bead has an id under its home's prefix, and is ready")
    func create() throws {
        let mine = try town.bead()
        let hq = try town.bead(rig: nil)
        #expect(mine.text.hasPrefix("gt-") && mine.text.utf8.count == 9)
        #expect(hq.text.hasPrefix("hq-"))
        #expect(try town.show(mine).disposition == .ready)
        #expect(town.events.map(\.kind) == [.beadCreated, .beadCreated])
        #expect(town.events.map(\.stream) == [.rig(VerbTown.gastown), .town])
    }

    @Test("a child's id names its parent")
    func child() throws {
        let epic = try town.bead("everything", type: .epic)
        #expect(try town.bead(parent: epic).text == "\(epic).1")
        #expect(try town.bead(parent: epic).text == "\(epic).2")
    }

    @Test(
        "what can't be a bead is refused with the right code",
        arguments: [
            (BeadCreate(title: "  "), ErrorCode.invalid),
            (BeadCreate(title: "two\nlines"), .invalid),
            (BeadCreate(title: String(repeating: "x", count: 501)), .tooLarge),
            (BeadCreate(title: "t", description: String(repeating: "x", count: 300_000)), .tooLarge),
            (BeadCreate(title: "t", type: .message), .invalid),
            (BeadCreate(rig: RigName("nowhere"), title: "t"), .notFound),
            (BeadCreate(title: "t", parent: BeadID("gt-none")), .notFound),
            (BeadCreate(title: "t", needs: [BeadID("gt-none")!]), .notFound),
            (BeadCreate(title: "t", labels: [""]), .invalid),
            (BeadCreate(title: "t", deferUntil: Timestamp(milliseconds: 5)), .invalid),
        ])
    func refusals(_ create: BeadCreate, _ code: ErrorCode) throws {
        #expect(refusal { try town.send(create) } == code)
        #expect(try town.count("SELECT count(*) FROM beads") == 0)
    }

    @Test("an event carries each changed field with its old and new value, long ones as length and hash")
    func fields() throws {
        let id = try town.bead("before")
        try town.send(BeadUpdate(id: id, title: "after", description: String(repeating: "x", count: 5000)))
        let change = try #require(town.events.last?.data.bead)
        #expect(change.version == 2)
        #expect(change.fields["title"] == FieldChange(old: "\"before\"", new: "\"after\""))
        #expect(change.fields["description"]?.new?.contains("\"length\":5002") == true)
        #expect(Set(change.fields.keys) == ["title", "description"])
    }

    @Test("an update that changes nothing is no event")
    func noChange() throws {
        let id = try town.bead("same")
        try town.send(BeadUpdate(id: id, title: "same"))
        #expect(town.events.count == 1)
    }

    @Test("labels are added and taken off")
    func labels() throws {
        let id = try town.send(BeadCreate(rig: VerbTown.gastown, title: "t", labels: ["b", "a"])).bead.id
        try town.send(BeadUpdate(id: id, addLabels: ["c"], removeLabels: ["a"]))
        #expect(try town.show(id).labels == ["b", "c"])
        #expect(try town.ask(BeadList(selection: BeadSelection(labels: ["c"]))).beads.map(\.id) == [id])
        #expect(try town.ask(BeadList(selection: BeadSelection(labels: ["a"]))).beads.isEmpty)
    }

    @Test("a bead is blocked until everything it needs is closed, and says by what")
    func blocked() throws {
        let first = try town.bead("first")
        let second = try town.bead("second")
        let last = try town.bead("last", needs: [first, second])
        #expect(try town.detail(last).waitsFor.count == 2)
        try town.send(BeadClose(id: first, reason: "enough"))
        #expect(try town.show(last).disposition == .blocked)
        try town.send(BeadClose(id: second, reason: "enough"))
        #expect(try town.show(last).disposition == .ready)
        try town.send(BeadReopen(id: first, reason: "not enough"))
        #expect(try town.show(last).disposition == .blocked)
    }

    @Test("what a close unblocks in another rig is an event of that rig's stream")
    func otherStream() throws {
        let here = try town.bead("here")
        let there = try town.bead("there", rig: VerbTown.beads, needs: [here])
        try town.send(BeadClose(id: here, reason: "enough"))
        let event = try #require(town.events.last)
        #expect(event.stream == .rig(VerbTown.beads) && event.subject == there.text)
        #expect(event.data.bead?.fields["disposition"] == FieldChange(old: "\"blocked\"", new: "\"ready\""))
    }

    @Test("blocking is inherited downward at any depth, and ends at once")
    func inherited() throws {
        let gate = try town.bead("gate")
        let top = try town.bead("top", type: .epic, needs: [gate])
        var parent = top
        for depth in 0..<30 { parent = try town.bead("level \(depth)", type: .epic, parent: parent) }
        let leaf = try town.bead("leaf", parent: parent)
        #expect(try town.show(leaf).disposition == .blocked)
        try town.send(BeadClose(id: gate, reason: "enough"))
        #expect(try town.show(leaf).disposition == .ready)
    }

    @Test("an epic closes with its last child and is open again with it")
    func epic() throws {
        let outer = try town.bead("outer", type: .epic)
        let epic = try town.bead("epic", type: .epic, parent: outer)
        let after = try town.bead("after", needs: [outer])
        let children = try (0..<3).map { try town.bead("child \($0)", parent: epic) }
        for child in children.dropLast() { try town.send(BeadClose(id: child, reason: "enough")) }
        #expect(try town.show(epic).status == .open)
        try town.send(BeadClose(id: children[2], reason: "enough"))
        #expect(try town.show(outer).status == .closed)
        #expect(try town.show(after).disposition == .ready)
        try town.send(BeadReopen(id: children[0], reason: "again"))
        #expect(try town.show(epic).status == .open)
        #expect(try town.show(outer).status == .open)
        #expect(try town.show(after).disposition == .blocked)
    }

    @Test("a cycle is refused and named")
    func cycle() throws {
        let first = try town.bead("1")
        let second = try town.bead("2", needs: [first])
        let third = try town.bead("3", needs: [second])
        do {
            try town.send(EdgeAdd(edge: Edge(from: first, to: third, type: .blocks)))
            Issue.record("the cycle was accepted")
        } catch let error as WireError {
            #expect(error.code == .conflict)
            #expect(error.message.hasSuffix("\(first) → \(third) → \(second) → \(first)"))
        }
    }

    @Test("a child that waits for its own epic, and an epic that waits for its own child, are standstills")
    func standstill() throws {
        let epic = try town.bead("epic", type: .epic)
        let child = try town.bead("child", parent: epic)
        let helper = try town.bead("helper", needs: [epic])
        for (from, to) in [(child, epic), (epic, child), (child, helper)] {
            #expect(
                refusal { try town.send(EdgeAdd(edge: Edge(from: from, to: to, type: .blocks))) } == .conflict)
        }
        #expect(
            refusal { try town.send(EdgeAdd(edge: Edge(from: helper, to: epic, type: .parentChild))) } == .conflict)
        #expect(refusal { try town.send(EdgeAdd(edge: Edge(from: child, to: helper, type: .related))) } == nil)
    }

    @Test("a cycle check of a graph that fans out and in thirty times looks at each bead once")
    func diamonds() throws {
        var bottom = try town.bead("start")
        for layer in 0..<30 {
            let sides = try ["left", "right"].map { try town.bead("\($0) \(layer)", needs: [bottom]) }
            bottom = try town.bead("join \(layer)", needs: sides)
        }
        let start = try town.ask(BeadReady()).beads[0].id
        #expect(refusal { try town.send(EdgeAdd(edge: Edge(from: start, to: bottom, type: .blocks))) } == .conflict)
    }

    @Test("edges: the same one twice is one, a removed one blocks no more, a strange one is refused")
    func edges() throws {
        let (from, to) = (try town.bead("from"), try town.bead("to"))
        let edge = Edge(from: from, to: to, type: .blocks)
        try town.send(EdgeAdd(edge: edge))
        try town.send(EdgeAdd(edge: edge))
        #expect(try town.detail(from).edges == [edge])
        #expect(try town.send(EdgeRemove(edge: edge)).bead.disposition == .ready)
        #expect(refusal { try town.send(EdgeRemove(edge: edge)) } == .notFound)
        #expect(refusal { try town.send(EdgeAdd(edge: Edge(from: from, to: from, type: .blocks))) } == .invalid)
        #expect(refusal { try town.send(EdgeAdd(edge: Edge(from: from, to: to, type: .tracks))) } == .invalid)
    }

    @Test("a child has one parent, and a closed bead takes no open child")
    func parents() throws {
        let (one, two) = (try town.bead("one", type: .epic), try town.bead("two", type: .epic))
        let child = try town.bead("child", parent: one)
        let adopt = EdgeAdd(edge: Edge(from: child, to: two, type: .parentChild))
        #expect(refusal { try town.send(adopt) } == .conflict)
        try town.send(EdgeRemove(edge: Edge(from: child, to: one, type: .parentChild)))
        try town.send(adopt)
        #expect(try town.show(child).parent == two)
        try town.send(BeadClose(id: one, reason: "empty"))
        #expect(refusal { try town.bead(parent: one) } == .conflict)
    }

    @Test("a deferred bead, and what is under it, waits until its moment")
    func deferred() throws {
        let moment = town.now.advanced(by: .seconds(60))
        let parent = try town.send(BeadCreate(rig: VerbTown.gastown, title: "later", deferUntil: moment)).bead.id
        let child = try town.bead("child", parent: parent)
        #expect(try town.show(parent).disposition == .deferred)
        #expect(try town.show(child).disposition == .deferred)
        #expect(try town.count("SELECT count(*) FROM timers WHERE due = \(moment.milliseconds)") == 1)
        town.now = moment
        try town.fire(.undefer(parent))
        #expect(try town.readyIDs().sorted() == [parent, child].sorted())
    }

    @Test("closing twice is already done; so is reopening what is open")
    func twice() throws {
        let id = try town.bead()
        try town.send(BeadClose(id: id, reason: "enough"))
        #expect(refusal { try town.send(BeadClose(id: id, reason: "enough")) } == .already)
        try town.send(BeadReopen(id: id, reason: "again"))
        #expect(refusal { try town.send(BeadReopen(id: id, reason: "again")) } == .already)
    }

    @Test("nobody writes by hand that something has landed")
    func reserved() throws {
        let id = try town.bead()
        #expect(refusal { try town.send(BeadClose(id: id, reason: "landed as \(CommitID.test(1))")) } == .invalid)
    }
}
