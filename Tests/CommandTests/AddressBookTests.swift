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
