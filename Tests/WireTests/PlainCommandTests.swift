import Testing
import TownModel

@testable import Wire

@Suite("commands that are read by hand")
struct PlainCommandTests {
    @Test(arguments: 0..<200)
    func `the general decoder and the hand give the same, whatever the command is`(seed: Int) throws {
        for command in [Self.create(), Self.create()] { try check(command) }
        for command in try [Self.update(), Self.update()] { try check(command) }
        try check(BeadClose(id: try #require(BeadID("gt-abc")), reason: Self.text(), outcome: .failed))
    }

    private func check<C: PlainCommand>(_ command: C) throws {
        let body = JSONText.encode(command)
        #expect(try C.decode(body) == command)
        #expect(try JSONText.decode(C.self, from: body) == command)
    }

    @Test func `what is sent most is plain`() throws {
        let id = try #require(BeadID("gt-abc"))
        let create = BeadCreate(rig: RigName("web"), title: "a title", description: "ü", labels: ["a"], needs: [id])
        #expect(PlainObject(JSONText.encode(create)).flatMap(BeadCreate.init) == create)
        let update = BeadUpdate(id: id, title: "another", priority: .low, assignee: "", pinned: true)
        #expect(PlainObject(JSONText.encode(update)).flatMap(BeadUpdate.init) == update)
        let close = BeadClose(id: id, reason: "done")
        #expect(PlainObject(JSONText.encode(close)).flatMap(BeadClose.init) == close)
    }

    @Test(arguments: [
        #"{"title":"x"}"#, #"{"title":1,"description":"","labels":[],"needs":[],"priority":2,"type":"task"}"#,
        #"{"description":"","labels":[],"needs":[],"priority":7,"title":"x","type":"task"}"#,
        #"{"description":"","labels":[],"needs":["/"],"priority":2,"title":"x","type":"task"}"#,
        #"{"description":"","labels":[],"needs":[],"priority":02,"title":"x","type":"task"}"#,
        #"{"description":"","labels":[],"needs":[],"priority":2,"title":"x","type":"task""#,
        #"{"description":"","labels":[],"needs":[],"priority":2,"title":"x","type":"task"}}"#, "{}", "", "[]", "{",
    ])
    func `what is none is refused as the general decoder refuses it`(body: String) {
        let bytes = Array(body.utf8)
        #expect(throws: WireError.self) { try BeadCreate.decode(bytes) }
        #expect(throws: WireError.self) { try JSONText.decode(BeadCreate.self, from: bytes) }
    }

    @Test func `a key of a newer client is ignored by both`() throws {
        let body = Array(#"{"id":"gt-a","new":{"a":[1]},"outcome":"failed","reason":"r"}"#.utf8)
        let close = BeadClose(id: try #require(BeadID("gt-a")), reason: "r", outcome: .failed)
        #expect(try BeadClose.decode(body) == close)
        #expect(try JSONText.decode(BeadClose.self, from: body) == close)
    }

    private static func text() -> String {
        let pieces = ["a", "\"", "\\", "\n", "ü", "\u{1F600}", " ", "{", "]", ",", ":", "\u{7F}", "\u{0}", "/"]
        return (0..<Int.random(in: 0...6)).map { _ in pieces.randomElement() ?? "" }.joined()
    }

    private static func maybe<Value>(_ value: @autoclosure () -> Value?) -> Value? { Bool.random() ? value() : nil }

    private static func create() -> BeadCreate {
        BeadCreate(
            rig: maybe(RigName("web")), title: text(), description: text(), type: BeadType(rawValue: text()),
            priority: .backlog, labels: (0..<Int.random(in: 0...2)).map { _ in text() },
            parent: maybe(BeadID("gt-a.1")),
            needs: [BeadID("gt-b")].compactMap(\.self), edges: maybe([]),
            deferUntil: maybe(Timestamp(milliseconds: 1)), assignee: maybe(text()), fields: maybe(["a": "1"]))
    }

    private static func update() throws -> BeadUpdate {
        var update = BeadUpdate(id: try #require(BeadID("gt-abc")))
        update.title = maybe(text())
        update.description = maybe(text())
        update.priority = maybe(.critical)
        update.type = maybe(.bug)
        update.status = maybe(BeadStatus(rawValue: text()))
        update.assignee = maybe(text())
        update.addLabels = maybe([text(), text()]) ?? []
        update.removeLabels = maybe([text()]) ?? []
        update.labels = maybe([text()])
        update.deferUntil = maybe(Timestamp(milliseconds: 1_700_000_000_000))
        update.isDeferred = maybe(true)
        update.pinned = maybe(false)
        update.parent = maybe(BeadID("gt-p"))
        update.isOrphan = maybe(true)
        return update
    }
}
