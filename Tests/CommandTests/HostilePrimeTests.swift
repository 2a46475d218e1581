import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// Problem 45: whatever is written into a town, a session's first words change in nothing but what is shown as data.
@Suite struct HostilePrimeTests {
    @Test(
        "a hostile title, description, letter, nudge, handoff, directive: only text that is shown as data",
        arguments: HostileText.all)
    func hostile(_ hostile: HostileText) throws {
        let text = try Self.prime(hostile.text)
        let harmless = try Self.prime(HostileText.harmless.text)
        #expect(Self.skeleton(text) == Self.skeleton(harmless))
        #expect(Self.skeleton(harmless).count > 20)
        // Nothing that a terminal obeys, nothing that is not seen, nothing that opens or closes.
        let bad = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
                0xE0000...0xE0FFF:
                true
            default: false
            }
        }
        #expect(bad.isEmpty)
        #expect(!text.contains("</") && !text.contains("<|") && !text.contains("<system"))
        // Every session pays for it: a mebibyte in every place is still a few pages.
        #expect(text.utf8.count < 80_000)
    }

    /// The town's own lines: without what is marked as data, its length, and what was left out of it.
    static func skeleton(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            .filter { !$0.hasPrefix("|") && !$0.contains("bytes more are left out") }
            .map {
                $0.replacing(/\(\d+ lines? of .*\):$/, with: "():").replacing(/(gt|hq)-(msg-)?[a-z0-9]+/, with: "ID")
            }
    }

    /// What a polecat is told in whose town this was written everywhere, as far as the store takes it.
    private static func prime(_ text: String) throws -> String {
        let ledger = try MemoryLedger()
        let rig = try #require(RigName("gastown"))
        let witness = RoleName.witness(rig)
        let bead = try ledger.send(
            BeadCreate(
                rig: rig, title: try accepted(text) { _ = try ledger.send(BeadCreate(title: $0)) },
                description: try accepted(text) { _ = try ledger.send(BeadCreate(title: "x", description: $0)) },
                fields: ["acceptance_criteria": JSONText.quoted(String(text.prefix(10_000)))])
        ).bead.id
        try ledger.send(
            WorkSling(
                beads: [bead],
                arguments: try accepted(text) {
                    _ = try ledger.send(WorkSling(beads: [bead], arguments: $0, dryRun: true))
                }))
        let assignment = try ledger.send(DispatchClaim(bead: bead, attempt: 1), as: witness).assignment
        let base = try #require(CommitID(String(repeating: "1", count: 40)))
        try ledger.send(AssignmentPrepared(number: assignment.number, base: base, key: "session"), as: witness)
        let shim = ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: 9)
        try ledger.send(SessionStarted(incarnation: assignment.incarnation, shim: shim), as: witness)
        _ = try accepted(text) { try ledger.send(MailSend(to: [assignment.agent], subject: $0, body: "x")) }
        _ = try accepted(text) { try ledger.send(MailSend(to: [assignment.agent], subject: "x", body: $0)) }
        _ = try accepted(text) { try ledger.send(NudgeSend(to: assignment.agent, text: $0)) }
        _ = try accepted(text) {
            try ledger.send(HandoffWrite(subject: "x", text: $0), sessionKey: "session")
        }
        let directives = [BeadHome.hq, .rig(rig)].map {
            DirectiveFile(home: $0, name: "polecat.md", text: text.beginning(8192), hash: "1")
        }
        _ = try ledger.ledger.execute(DirectivesApply(files: directives), at: ledger.now)
        let reply = try ledger.ask(PrimeShow(), key: "session")
        return PrimeText(reply: reply, assignment: nil).text
    }

    /// The text when the store takes it there, else the harmless one; that it says why it does not is asked of it.
    static func accepted(_ text: String, _ send: (String) throws -> Void) throws -> String {
        do {
            try send(text)
            return text
        } catch let error as WireError {
            try #require([.invalid, .tooLarge].contains(error.code), "\(error)")
            try send(HostileText.harmless.text.replacing("\n", with: " "))
            return HostileText.harmless.text.replacing("\n", with: " ")
        }
    }
}
