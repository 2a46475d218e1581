import Agents
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// The same texts on the ways by which words come to a session at work: its hooks, its line, its stdin.
@Suite struct HostileNewsTests {
    @Test(
        "a hostile letter and nudge: hooks print them as data, a line and a message on stdin hold them",
        arguments: HostileText.all)
    func hostile(_ hostile: HostileText) throws {
        let (said, plain) = (try Self.said(hostile.text), try Self.said(HostileText.harmless.text))
        for (text, harmless) in [(said.prompt, plain.prompt), (said.stop, plain.stop)] {
            #expect(HostilePrimeTests.skeleton(text) == HostilePrimeTests.skeleton(harmless))
            #expect(harmless.contains("| Please open the door inward."))
            #expect(Self.isSeen(text.filter { $0 != "\n" }) && text.utf8.count < 20_000)
            #expect(!text.contains("</") && !text.contains("<|") && !text.contains("<system"))
        }

        // One line with one frame around it, whatever it is.
        #expect(Self.isSeen(said.line) && said.line.utf8.count < 2300)
        let (begin, end) = ("[gt nudge 1 from overseer: ", " | end of nudge 1]")
        for line in [said.line, plain.line] { #expect(line.hasPrefix(begin) && line.hasSuffix(end)) }
        let inside = said.line.dropFirst(begin.count).dropLast(end.count)
        #expect(!inside.lowercased().contains("[gt") && !inside.contains("| end of nudge"))

        // In a message it is the one string, and nothing beside it.
        let form = try #require(AgentPreset.shipped["claude-stream"]?.stream)
        for text in [said.line, hostile.text] {
            let line = form.line(text, id: "gt-nudge-1")
            #expect(!line.utf8.contains(0x0A) && !line.utf8.contains(0x0D) && !line.utf8.contains(0))
            let read = try JSONText.decode(JSONValue.self, from: Array(line.utf8))
            let content = JSONValue.object(["role": .text("user"), "content": .text(text)])
            #expect(read == .object(["type": .text("user"), "message": content, "uuid": .text("gt-nudge-1")]))
        }
    }

    /// Nothing that a terminal obeys, and nothing that is not seen.
    private static func isSeen(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
                0xE0000...0xE0FFF:
                false
            default: true
            }
        }
    }

    /// What a session is told at a prompt, at a stop, and in its line, in whose town this was said.
    private static func said(_ text: String) throws -> (prompt: String, stop: String, line: String) {
        let ledger = try MemoryLedger()
        let rig = try #require(RigName("gastown"))
        let witness = RoleName.witness(rig)
        let bead = try ledger.send(BeadCreate(rig: rig, title: "x")).bead.id
        try ledger.send(WorkSling(beads: [bead]))
        let assignment = try ledger.send(DispatchClaim(bead: bead, attempt: 1), as: witness).assignment
        let base = try #require(CommitID(String(repeating: "1", count: 40)))
        try ledger.send(AssignmentPrepared(number: assignment.number, base: base, key: "session"), as: witness)
        let shim = ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: 9)
        try ledger.send(SessionStarted(incarnation: assignment.incarnation, shim: shim), as: witness)
        _ = try HostilePrimeTests.accepted(text) {
            try ledger.send(MailSend(to: [assignment.agent], subject: $0, body: "x"))
        }
        _ = try HostilePrimeTests.accepted(text) {
            try ledger.send(MailSend(to: [assignment.agent], subject: "x", body: $0))
        }
        _ = try HostilePrimeTests.accepted(text) { try ledger.send(NudgeSend(to: assignment.agent, text: $0)) }
        let nudge = try ledger.ask(NudgeShow(number: 1), key: "session").nudge
        let news = try ledger.send(TurnStart(incarnation: assignment.incarnation), sessionKey: "session")
        let end = try ledger.send(TurnEnd(incarnation: assignment.incarnation, mayHold: true), sessionKey: "session")
        return (
            NewsText(news: news).text ?? "", StopText(reply: end).reason,
            NudgeLine(number: 1, from: nudge.from, text: nudge.text ?? "").text
        )
    }
}
