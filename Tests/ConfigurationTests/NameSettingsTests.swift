import Configuration
import Testing
import TownModel

@Suite("names in the settings files")
struct NameSettingsTests {
    private func problem(_ text: String) -> String? {
        do {
            _ = try RigFile.parse(text, path: "rig.toml")
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("a theme or a list, in the rig's file and in the town's")
    func read() throws {
        let list = try RigFile.parse("[names]\nnames = [\"otter\", \"heron\"]", path: "rig.toml").names
        #expect(list?.names?.map(\.text) == ["otter", "heron"])
        for theme in NameTheme.shipped {
            let text = "[names]\ntheme = \"\(theme.name)\""
            #expect(try RigFile.parse(text, path: "rig.toml").names == NameSettings(theme: theme.name))
            #expect(
                try TownFile.parse("name = \"T\"\n" + text, path: "town.toml").names == NameSettings(theme: theme.name))
        }
        #expect(try RigFile.parse("", path: "rig.toml").names == nil)
    }

    @Test(
        "what can't be used is named with its line and what to do",
        arguments: [
            ("[names]\ntheme = \"fishes\"", "rig.toml:2: names: there is no theme \"fishes\"; there are: garden"),
            ("[names]\nnames = []", "rig.toml:2: names: \"names\" holds 1 to 2000 names, not 0"),
            ("[names]\n\nnames = [\"otter\", \"mayor\"]", "rig.toml:3: names: the name \"mayor\" is reserved: choose"),
            ("[names]\nnames = [\"../up\"]", "the name \"../up\" can't be part of an address"),
            ("[names]\nnames = [\"Otter\"]", "the name \"Otter\" can't be part of an address"),
            ("[names]\nnames = [\"a\", \"a\"]", "the name \"a\" is there twice"),
            ("[names]\ntheme = \"minerals\"\nnames = [\"otter\"]", "exclude each other"),
            ("[names]\ncolour = \"red\"", "there is no setting \"colour\""),
        ])
    func refused(_ text: String, _ sentence: String) {
        #expect(problem(text)?.contains(sentence) == true, "\(problem(text) ?? "nothing")")
    }

    @Test("a list may be two thousand names long, and not one more")
    func length() {
        func text(_ count: Int) -> String {
            "[names]\nnames = [" + (1...count).map { "\"n\($0)\"" }.joined(separator: ", ") + "]"
        }
        #expect(problem(text(2000)) == nil)
        #expect(problem(text(2001))?.contains("not 2001") == true)
    }
}
