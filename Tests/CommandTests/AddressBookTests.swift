import Testing
import TownModel

@testable import gt

@Suite struct AddressBookTests {
    static let everybody: [Address] = [
        "overseer", "mayor/", "deacon/", "web/witness", "web/refinery", "web/polecats/nux", "web/crew/max",
        "web/polecats/max", "api/witness", "api/polecats/nux",
    ].compactMap { Address($0) }

    static func book(in rig: String?) -> AddressBook {
        AddressBook(addresses: everybody, rig: rig.flatMap { RigName($0) })
    }

    @Test(
        "a shorthand means the one whom it fits",
        arguments: [
            ("web/nux", nil, "web/polecats/nux"), ("web/witness", nil, "web/witness"),
            ("witness", "api", "api/witness"),
            ("nux", "web", "web/polecats/nux"), ("web/crew/max", nil, "web/crew/max"),
        ] as [(String, String?, String)])
    func shorthands(_ text: String, _ rig: String?, _ meant: String) throws {
        #expect(try Self.book(in: rig).resolve(text).description == meant)
    }

    @Test("a crew member and a polecat of one name are two: both are listed")
    func ambiguous() throws {
        let failure = #expect(throws: CommandFailure.self) { try Self.book(in: nil).resolve("web/max") }
        #expect(failure?.code == "ambiguous")
        #expect(failure?.hint == "write one of: web/crew/max, web/polecats/max")
        #expect(failure?.status == .refused)
    }

    @Test("nobody of that name: those who exist are named, near ones first", arguments: ["web/nuxx", "witness", ""])
    func unknown(_ text: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try Self.book(in: nil).resolve(text) }
        #expect(failure?.code == "not-found")
        #expect(failure?.hint?.contains("web/") == true)
    }

    @Test("a name that no agent has may be a group's, a queue's or a channel's; of two, both are named")
    func lists() throws {
        var book = Self.book(in: "web")
        book.lists = ["group:crew-a", "queue:triage", "channel:news", "queue:news", "group:nux"].compactMap(
            MailTarget.init)
        #expect(try book.target("crew-a").text == "group:crew-a")
        #expect(try book.target("triage").text == "queue:triage")
        #expect(try book.target("nux").text == "web/polecats/nux", "an agent comes first")
        let failure = #expect(throws: CommandFailure.self) { try book.target("news") }
        #expect(failure?.code == "ambiguous" && failure?.hint == "write one of: queue:news, channel:news")
        #expect(throws: CommandFailure.self) { try book.target("nothing") }
    }

    @Test(
        "several are known by their form, and what looks like several and is not is refused",
        arguments: [("@town", true), ("group:a", true), ("queue:a-1", true), ("@nobody", false), ("group:A", false)])
    func forms(_ text: String, _ isGood: Bool) throws {
        guard isGood else {
            let failure = #expect(throws: CommandFailure.self) { try AddressBook.list(text) }
            #expect(failure?.hint?.contains("group:<name>") == true)
            return
        }
        #expect(try AddressBook.list(text)?.text == text)
        #expect(throws: CommandFailure.self) { try AddressBook.fixed(text) }
    }

    @Test("another town is refused with no-link, a group by name")
    func elsewhere() throws {
        let link = #expect(throws: CommandFailure.self) { try AddressBook.fixed("mayor@paris") }
        #expect(link?.code == "no-link")
        let group = #expect(throws: CommandFailure.self) { try AddressBook.fixed("@town") }
        #expect(group?.status == .badData)
        #expect(try AddressBook.fixed("mayor") == .mayor)
        #expect(try AddressBook.fixed("web/nux") == nil)
    }
}
