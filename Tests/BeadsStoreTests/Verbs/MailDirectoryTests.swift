import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Who can be written to")
struct MailDirectoryTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func entries(_ ask: MailDirectory = MailDirectory()) throws -> [Correspondent] {
        try town.ask(ask).entries
    }

    @Test("agents come first, each with its kind and its session, then what has several behind it")
    func all() throws {
        let worker = try town.working(try town.bead())
        try town.send(
            MailGroupCreate(name: valid(MailListName.self, "chiefs"), members: [.agent(.mayor), .agent(.deacon)]))
        let entries = try entries()
        let agents = entries.prefix { if case .agent = $0.address { true } else { false } }
        let roles = ["beads/refinery", "beads/witness", "deacon/", worker.agent.description]
        #expect(
            agents.map(\.address.text)
                == (roles + ["gastown/refinery", "gastown/witness", "mayor/", "overseer"]).sorted())
        let polecat = try #require(agents.first { $0.kind == .polecat })
        #expect(polecat.address == .agent(worker.agent) && polecat.session == .working)
        #expect(agents.allSatisfy { $0.kind == .polecat || $0.session == nil })
        let several = entries.dropFirst(agents.count)
        #expect(several.first { $0.address.text == "group:chiefs" }?.count == 2)
        #expect(several.first { $0.address.text == "@rig/gastown" }?.count == 3)
        #expect(!several.contains { $0.address.text == "@dogs" }, "nobody is in it")
    }

    @Test("of one rig, and of some kinds")
    func some() throws {
        let rig = VerbTown.gastown
        #expect(
            try entries(MailDirectory(rig: rig)).map(\.address.text)
                == ["gastown/refinery", "gastown/witness", "@rig/gastown"])
        #expect(
            try entries(MailDirectory(kinds: [.witness, .mayor])).map(\.address.text)
                == ["beads/witness", "gastown/witness", "mayor/"])
        #expect(
            refusal { _ = try town.ask(MailDirectory(rig: valid(RigName.self, "nowhere"))) } == .notFound)
    }

    @Test("more than a page holds comes in pages, each entry once")
    func pages() throws {
        for number in 1...(WireLimits.pageRowsMax + 20) {
            try town.database.run(
                "INSERT INTO agents (address, rig, created_at) VALUES (?, 'gastown', 1)",
                .text("gastown/polecats/p\(number)"))
        }
        let first = try town.ask(MailDirectory())
        let next = try #require(first.next)
        let second = try town.ask(MailDirectory(after: next))
        let texts = (first.entries + second.entries).map(\.address.text)
        #expect(first.entries.count == WireLimits.pageRowsMax && second.next == nil)
        #expect(Set(texts).count == texts.count && texts.last == "@witnesses")
        #expect(texts.count { $0.hasPrefix("gastown/polecats/") } == WireLimits.pageRowsMax + 20)
    }
}
