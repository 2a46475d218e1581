import Testing

@testable import gt

@Suite struct ConfigurationEditTests {
    static let file = """
        # the rig
        target = "main"   # never "master" # really

        [[gates]]
        name = "build"
        target = "not this"
        """

    @Test("a value is replaced where it stands, with its comment")
    func replaced() {
        var edit = ConfigurationEdit(Self.file)
        edit.set("target", to: ConfigurationEdit.quoted("trunk"))
        #expect(edit.text == Self.file.replacing("\"main\"   #", with: "\"trunk\"  #"))
        #expect(edit.line(of: "target") == 2)
    }

    @Test("a new setting goes before the first table")
    func added() {
        var edit = ConfigurationEdit(Self.file)
        edit.set("polecats_max", to: "5")
        #expect(edit.line(of: "polecats_max") == 3)
        #expect(edit.text.contains("# really\npolecats_max = 5\n\n[[gates]]"))
        #expect(edit.line(of: "name") == nil)
    }

    @Test("a hash in quotes begins no comment")
    func hash() {
        var edit = ConfigurationEdit(#"name = "a # b \" # c" # d"#)
        edit.set("name", to: "\"x\"")
        #expect(edit.text == "name = \"x\"  # d")
    }

    @Test("text is written as TOML reads it")
    func quoted() {
        #expect(ConfigurationEdit.quoted("a\"b\\c\n") == #""a\"b\\c\u000a""#)
    }

    @Test("a table's setting is found and changed wherever it stands, and made where it is not")
    func table() {
        var fresh = ConfigurationEdit("name = \"elm\"\n")
        fresh.set("bus.listen", to: "\"tcp://a:1\"")
        #expect(fresh.text == "name = \"elm\"\n\n[bus]\nlisten = \"tcp://a:1\"\n")
        fresh.set("bus.feed", to: "\"tcp://a:3\"")
        fresh.set("bus.listen", to: "\"tcp://a:2\"")
        #expect(fresh.text == "name = \"elm\"\n\n[bus]\nlisten = \"tcp://a:2\"\nfeed = \"tcp://a:3\"\n")
        #expect(fresh.line(of: "bus.feed") == 5)
        var dotted = ConfigurationEdit("bus.listen = \"tcp://a:1\" # here")
        dotted.set("bus.listen", to: "\"tcp://a:2\"")
        #expect(dotted.text == "bus.listen = \"tcp://a:2\"  # here")
    }
}
