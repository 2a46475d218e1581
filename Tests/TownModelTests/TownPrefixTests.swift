import Testing
import TownModel

@Suite struct TownPrefixTests {
    @Test(
        "a directory's name becomes the nearest prefix there is",
        arguments: [
            ("web", "web"), ("My App", "my-app"), ("2nd.try", "nd-try"), ("über_bau", "ber-bau"), ("42", "hq"),
            ("", "hq"),
        ])
    func near(_ name: String, _ prefix: String) {
        #expect(TownPrefix.near(name).text == prefix)
    }

    @Test("a long name is cut, and never in a way that is no prefix")
    func long() {
        let name = String(repeating: "abc-", count: 20)
        #expect(TownPrefix.near(name).text == String(name.prefix(39)))
        #expect(TownPrefix(TownPrefix.near(name).text) != nil)
    }
}
