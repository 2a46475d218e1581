import Testing
import TownModel

@Suite struct NameTests {
    static let known: [(String, Address)] = {
        guard let rig = RigName("gastown"), let nux = AgentName("nux") else { return [] }
        return [
            ("overseer", .overseer), ("mayor/", .mayor), ("deacon/", .deacon), ("deacon/boot", .boot),
            ("deacon/dogs/nux", .dog(nux)), ("gastown/witness", .witness(rig)), ("gastown/refinery", .refinery(rig)),
            ("gastown/polecats/nux", .polecat(rig, nux)), ("gastown/crew/nux", .crew(rig, nux)),
        ]
    }()

    @Test("an address is its text and back", arguments: known)
    func addresses(_ text: String, _ address: Address) {
        #expect(Address(text) == address)
        #expect(address.description == text)
    }

    @Test(
        "what names nobody is refused",
        arguments: [
            "", "/", "gastown", "gastown/", "gastown/nux", "gastown/polecats/", "gastown/polecats/Nux",
            "town/witness", "gastown/witness/x", "gastown/polecats/nux/1", "deacon/dogs", "gas town/witness",
            "gastown/crew/nux@other",
        ])
    func strangers(_ text: String) {
        #expect(Address(text) == nil)
    }

    @Test("a crew member and a polecat of one name are two")
    func kinds() throws {
        let rig = try #require(RigName("gastown"))
        let max = try #require(AgentName("max"))
        #expect(Address.crew(rig, max) != Address.polecat(rig, max))
        #expect(Address.crew(rig, max).description != Address.polecat(rig, max).description)
    }

    @Test("reserved words are no rig names", arguments: ["town", "hq", "feed", "overseer", "mayor", "deacon"])
    func reserved(_ word: String) {
        #expect(RigName(word) == nil)
    }

    @Test(
        "names that would leave a directory or a topic are refused",
        arguments: ["..", "a/b", "-x", "A", "a b", "a.b", "", "é", String(repeating: "a", count: 41), "a\n"])
    func unsafe(_ text: String) {
        #expect(RigName(text) == nil)
        #expect(AgentName(text) == nil)
    }

    @Test("an incarnation has exactly one text form", arguments: ["s0", "s01", "s-1", "s", "17", "s1x"])
    func incarnations(_ text: String) {
        #expect(Incarnation(text) == nil)
        #expect(Incarnation(number: 17).text == "s17")
        #expect(Incarnation("s17") == Incarnation(number: 17))
    }

    @Test("a bead id keeps to its alphabet", arguments: ["", "-a", ".x", "a b", "a/b", "ü-1"])
    func beadIDs(_ text: String) {
        #expect(BeadID(text) == nil)
        #expect(BeadID("a\u{0}" + text) == nil)
    }

    @Test("a role is its name and back", arguments: ["mayor", "deacon", "gastown/witness", "gastown/refinery"])
    func roles(_ text: String) {
        #expect(RoleName(text)?.description == text)
    }
}
