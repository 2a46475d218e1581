import SourceText
import Testing
import TownTesting

@Suite("Texts of TOML and JSON with their lines")
struct SourceTextTests {
    static let sample = #"""
        # a comment = "with [brackets]"
        title = 'x' # behind
        text = """
        [not.a.header]
        key = "no" \"""
        """
        raw = '''
        more = 1''''
        a."b c".'d' = true
        list = [ # open
          "one", [2,
          3], { k = 1.5, "q\u0041" = 1979-05-27 },
        ]

        [[advice]]
        target = "x"
        [advice.around]
        [[advice.around.before]]
        id = "1"
        [[advice.around.before]]
        id = "2"
        [[advice]]
        [[advice.around.after]]
        id = "3"
        """#

    /// Every value with its path, its key's line and its own.
    static func listing(_ node: SourceNode, at path: String = "") -> [String] {
        switch node.value {
        case .table(let entries):
            entries.flatMap { entry in
                ["\(path)/\(entry.key) \(entry.line) \(entry.node.line)"]
                    + listing(entry.node, at: "\(path)/\(entry.key)")
            }
        case .list(let nodes):
            nodes.enumerated().flatMap { index, node in
                ["\(path)/\(index) \(node.line)"] + listing(node, at: "\(path)/\(index)")
            }
        default: []
        }
    }

    @Test("every key, header and element of TOML has its line", arguments: ["", "\u{FEFF}"])
    func places(mark: String) throws {
        let expected = [
            "/title 2 2", "/text 3 3", "/raw 7 7", "/a 9 9", "/a/b c 9 9", "/a/b c/d 9 9", "/list 10 10",
            "/list/0 11", "/list/1 11", "/list/1/0 11", "/list/1/1 12", "/list/2 12", "/list/2/k 12 12",
            "/list/2/qA 12 12", "/advice 15 15", "/advice/0 15", "/advice/0/target 16 16", "/advice/0/around 17 17",
            "/advice/0/around/before 18 18", "/advice/0/around/before/0 18", "/advice/0/around/before/0/id 19 19",
            "/advice/0/around/before/1 20", "/advice/0/around/before/1/id 21 21", "/advice/1 22",
            "/advice/1/around 23 23", "/advice/1/around/after 23 23", "/advice/1/around/after/0 23",
            "/advice/1/around/after/0/id 24 24",
        ]
        let node = try SourceText.toml(mark + Self.sample)
        #expect(Self.listing(node) == expected)
        let windows = Self.sample.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(Self.listing(try SourceText.toml(mark + windows)) == expected)
        guard case .list(let list)? = node["list"]?.value else { throw SourceFault(line: nil, sentence: "no list") }
        #expect(list[2]["k"]?.value == .number(1.5))
        #expect(list[2]["qA"]?.value == .date("1979-05-27"))
        #expect(node["raw"]?.value == .text("more = 1'"))
    }

    @Test("JSON keeps its order, its lines and its whole numbers")
    func json() throws {
        let node = try SourceText.json("{\n \"b\": [1, 2.5,\n null],\r\n \"a\": {\"x\": \"\\u00e9\", \"y\": 30.0}}")
        #expect(Self.listing(node) == ["/b 2 2", "/b/0 2", "/b/1 2", "/b/2 3", "/a 4 4", "/a/x 4 4", "/a/y 4 4"])
        #expect(
            node["b"]?.value
                == .list([
                    SourceNode(.integer(1), line: 2), SourceNode(.number(2.5), line: 2), SourceNode(.nothing, line: 3),
                ]))
        #expect(node["a"]?["x"]?.value == .text("é"))
        #expect(node["a"]?["y"]?.value == .integer(30))
    }

    @Test(
        "JSON that is wrong is refused with its line",
        arguments: [
            ("", 1, "not JSON: a value was expected"), ("{\n\"a\": 1,\n\"a\": 2}", 3, "the key \"a\" stands twice"),
            ("{}\n{}", 2, "not JSON: the text goes on"), ("[1,\n\n1e999]", 3, "the number 1e999 is too large"),
            ("{\"a\"\n1}", 2, "not JSON: a colon was expected"),
        ])
    func refusesJSON(text: String, line: Int, beginning: String) {
        let fault = #expect(throws: SourceFault.self) { try SourceText.json(text) }
        #expect(fault?.line == line)
        #expect(fault?.sentence.hasPrefix(beginning) == true)
    }

    @Test(
        "TOML that is wrong is refused with its line",
        arguments: [
            ("a = 1\na = 2", 2), ("a = 1\nb =", 2), ("\n\na = \"\\u0000\"", 3), ("a = 1\n\u{0}", 2), ("[.a]", 1),
            ("\n[é]", 2), ("[[=]]", 1), ("[", 1),
        ])
    func refusesTOML(text: String, line: Int) {
        let fault = #expect(throws: SourceFault.self) { try SourceText.toml(text) }
        #expect(fault?.line == line)
    }

    @Test("what is too long or too deep is refused", arguments: [true, false])
    func limits(isJSON: Bool) {
        let read = { (text: String) throws(SourceFault) in
            isJSON ? try SourceText.json(text) : try SourceText.toml(text)
        }
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        let fault = #expect(throws: SourceFault.self) { try read(isJSON ? deep : "a = " + deep) }
        #expect(fault?.sentence == "it is nested deeper than 64 levels")
        let dots = String(repeating: "a.", count: 100_000) + "a = 1"
        #expect(throws: SourceFault.self) { try read(dots) }
        let long = #expect(throws: SourceFault.self) { try read(String(repeating: " ", count: 4 << 20 | 1)) }
        #expect(long?.sentence == "it has 4194305 bytes, at most 4194304 are read")
    }

    @Test("a spoilt text gives a tree or a fault, and never a trap", .enabled(if: RealFiles.isShared))
    func spoilt() throws {
        var random = SeededRandom(seed: 20_260_116)
        let pieces = [
            "[", "]", "{", "}", "\"", "'", "\"\"\"", "=", ".", ",", "\n", "\\", "#", "\\u00", "[[", "\r", "-", "1",
        ]
        var read = 0
        for name in ["security-audit", "shiny", "rule-of-five", "towers-of-hanoi"] {
            let whole = String(decoding: try RealFiles.file("formulas/\(name).formula.toml"), as: UTF8.self)
            for _ in 0..<150 {
                var text = Array(whole.unicodeScalars)
                for _ in 0..<(1 + Int(random.next() % 3)) {
                    let at = Int(random.next() % UInt64(text.count))
                    switch random.next() % 3 {
                    case 0: text.remove(at: at)
                    case 1:
                        text.insert(
                            contentsOf: pieces[Int(random.next() % UInt64(pieces.count))].unicodeScalars, at: at)
                    default: text = Array(text[..<max(at, 1)])
                    }
                }
                let spoilt = String(String.UnicodeScalarView(text))
                for isJSON in [false, true] {
                    do throws(SourceFault) {
                        _ = isJSON ? try SourceText.json(spoilt) : try SourceText.toml(spoilt)
                        read += 1
                    } catch {
                        #expect(!error.sentence.isEmpty)
                    }
                }
            }
        }
        #expect(read > 0)
    }
}
