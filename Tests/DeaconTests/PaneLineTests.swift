import Testing
import TownModel
import Wire

@testable import DeaconDaemon

@Suite("What the status lines of panes say")
struct PaneLineTests {
    @Test("the bead, the session's state and what is unread, each where there is any")
    func line() throws {
        let agent = try #require(Address("web/polecats/nux"))
        let now = Timestamp(milliseconds: 0)
        let bead = Bead(
            id: try #require(BeadID("web-1")), rig: RigName("web"), title: "Fix it", createdAt: now,
            createdBy: "overseer",
            updatedAt: now)
        let busy = HookReply(agent: agent, bead: bead)
        #expect(PaneLines.line(busy, unread: 2, .working) == "web-1 Fix it · working · 2 unread")
        #expect(PaneLines.line(busy, unread: 0, nil) == "web-1 Fix it")
        #expect(PaneLines.line(HookReply(agent: agent), unread: 0, .idle) == "idle")
        #expect(PaneLines.line(HookReply(agent: agent), unread: 0, nil) == "")
    }

    @Test("a letter concerns its readers, a session its agent, and what moves nobody's line nobody")
    func concerned() throws {
        let agent = try #require(Address("web/polecats/nux"))
        let session = Session(
            incarnation: Incarnation(number: 1), agent: agent, rig: RigName("web"), assignment: 1, state: .idle,
            startedAt: Timestamp(milliseconds: 0))
        func concerned(_ kind: EventKind, _ data: EventData) -> [String] {
            let event = TownEvent(
                sequence: 1, previous: 0, epoch: 1, stream: .town, kind: kind, subject: "s",
                time: Timestamp(milliseconds: 0), actor: .overseer, cause: "c", data: data)
            return PaneLines.concerned(event).map { "\($0.0) \($0.1?.rawValue ?? "")" }
        }
        #expect(concerned(.sessionChanged, EventData(session: session)) == ["web/polecats/nux idle"])
        let mail = Mail(
            id: try #require(BeadID("hq-m1")), from: .overseer, to: [agent, .mayor], subject: "s", body: "",
            sentAt: Timestamp(milliseconds: 0))
        #expect(concerned(.mailSent, EventData(mail: mail)) == ["web/polecats/nux ", "\(Address.mayor) "])
        #expect(concerned(.gatesPassed, EventData()) == [])
    }
}
