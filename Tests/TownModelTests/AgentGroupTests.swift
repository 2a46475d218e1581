import Testing
import TownModel

@Suite struct AgentGroupTests {
    @Test(
        "a group is its text and back",
        arguments: [
            "@town", "@overseer", "@witnesses", "@refineries", "@dogs", "@rig/web", "@polecats", "@polecats/web",
            "@crew",
            "@crew/web",
        ])
    func texts(_ text: String) {
        #expect(AgentGroup(text)?.text == text)
    }

    @Test(
        "what is no group is refused",
        arguments: [
            "", "@", "town", "@rig", "@rig/", "@rig/Web", "@town/web", "@witnesses/web", "@polecats/web/x", "@all",
        ])
    func strangers(_ text: String) {
        #expect(AgentGroup(text) == nil)
    }

    @Test(
        "a group has its members and no others",
        arguments: [
            ("@town", "overseer mayor/ deacon/ web/witness api/refinery web/polecats/ash api/crew/ann deacon/dogs/rex"),
            ("@rig/web", "web/witness web/polecats/ash"), ("@polecats", "web/polecats/ash"),
            ("@polecats/web", "web/polecats/ash"), ("@polecats/api", ""), ("@crew", "api/crew/ann"),
            ("@crew/web", ""), ("@witnesses", "web/witness"), ("@refineries", "api/refinery"),
            ("@dogs", "deacon/dogs/rex"), ("@overseer", "overseer"),
        ])
    func members(_ text: String, _ expected: String) throws {
        let all = [
            "overseer", "mayor/", "deacon/", "web/witness", "api/refinery", "web/polecats/ash", "api/crew/ann",
            "deacon/dogs/rex", "store",
        ].compactMap(Address.init)
        let group = try #require(AgentGroup(text))
        #expect(all.filter(group.contains).map(\.description).joined(separator: " ") == expected)
    }
}
