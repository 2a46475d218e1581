import SourceText
import Testing
import TownTesting

@Suite("Texts with lines")
struct SourceTextTests {
    /// Every value by its path, with its line.
    private func flat(_ node: SourceNode, _ path: String = "") -> [String] {
        switch node.value {
        case .table(let entries):
            return ["\(path): table @\(node.line)"]
                + entries.flatMap { flat($0.node, "\(path).\($0.key)@\($0.line)") }
        case .list(let nodes):
            return ["\(path): list @\(node.line)"] + nodes.enumerated().flatMap { flat($1, "\(path)[\($0 + 1)]") }
        case .text(let text): return ["\(path): \"\(text)\" @\(node.line)"]
        case .integer(let number): return ["\(path): \(number) @\(node.line)"]
        case .number(let number): return ["\(path): \(number) @\(node.line)"]
        case .flag(let flag): return ["\(path): \(flag) @\(node.line)"]
        case .nothing: return ["\(path): null @\(node.line)"]
        case .date(let text): return ["\(path): date \(text) @\(node.line)"]
        }
    }

    @Test("TOML: every form of key, header and value has its line")
    func toml() throws {
        let text = """
            # a comment with [brackets] and "quotes"
            name = "x" # [not.a.header]
            'quoted.key' = 'lite\\ral'
            a.b.c = 1

            [vars.one]
            long = \"\"\"
            first = "no key"
            [no.header] \\"\\"\\"\"\"\"
            list = [
              "a", # one
              { k = true, "two words" = [1.5] },
            ]
            [[steps]]
            id = "s1"
            [[steps.advice.before]]
            id = "deep"
            [[steps]]
            id = "s2"
            when = 2026-11-29
            """
        let found = flat(try SourceText.toml(text))
        #expect(
            found == [
                ": table @1", ".name@2: \"x\" @2", ".quoted.key@3: \"lite\\ral\" @3", ".a@4: table @4",
                ".a@4.b@4: table @4", ".a@4.b@4.c@4: 1 @4", ".vars@6: table @6", ".vars@6.one@6: table @6",
                ".vars@6.one@6.long@7: \"first = \"no key\"\n[no.header] \"\"\"\" @7",
                ".vars@6.one@6.list@10: list @10",
                ".vars@6.one@6.list@10[1]: \"a\" @11", ".vars@6.one@6.list@10[2]: table @12",
                ".vars@6.one@6.list@10[2].k@12: true @12", ".vars@6.one@6.list@10[2].two words@12: list @12",
                ".vars@6.one@6.list@10[2].two words@12[1]: 1.5 @12", ".steps@14: list @14",
                ".steps@14[1]: table @14", ".steps@14[1].id@15: \"s1\" @15", ".steps@14[1].advice@16: table @16",
                ".steps@14[1].advice@16.before@16: list @16", ".steps@14[1].advice@16.before@16[1]: table @16",
                ".steps@14[1].advice@16.before@16[1].id@17: \"deep\" @17", ".steps@14[2]: table @18",
                ".steps@14[2].id@19: \"s2\" @19", ".steps@14[2].when@20: date 2026-11-29 @20",
            ])
    }

    @Test("JSON: members in their order, each with its line")
    func json() throws {
        let text = "\u{FEFF}{\r\n \"b\": [1, 2.5,\n null], \"a\":\n {\"x\": \"\\u0041\", \"y\": false}\n}"
        #expect(
            flat(try SourceText.json(text)) == [
                ": table @1", ".b@2: list @2", ".b@2[1]: 1 @2", ".b@2[2]: 2.5 @2", ".b@2[3]: null @3",
                ".a@3: table @4", ".a@3.x@4: \"A\" @4", ".a@3.y@4: false @4",
            ])
    }

    @Test(
        "what is neither is refused with its line",
        arguments: [
            ("a = 1\nb = ", false, 2), ("a = 1\na = 2", false, 2), ("{\"a\": 1,\n \"a\": 2}", true, 2),
            ("{\"a\": }", true, 1), ("{}\n{}", true, 2), ("", true, 1), ("[\n\n01]", true, 3),
        ])
    func refused(text: String, isJSON: Bool, line: Int) {
        let fault = #expect(throws: SourceFault.self) {
            _ = isJSON ? try SourceText.json(text) : try SourceText.toml(text)
        }
        #expect(fault?.line == line)
    }

    @Test("what is too deep or too long is refused")
    func limits() {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: SourceFault.self) { try SourceText.json(deep) }
        #expect(throws: SourceFault.self) { try SourceText.toml("a = " + deep) }
        let long = "# " + String(repeating: "x", count: SourceText.bytesMax)
        #expect(throws: SourceFault.self) { try SourceText.toml(long) }
    }

    @Test("damaged texts are read or refused, never more", arguments: 1...8)
    func damaged(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let whole = Array(
            """
            [vars]
            a = { description = "x", enum = ["a", 'b'] }
            [[steps]]
            id = "s" # comment
            text = \"\"\"
            several "lines" here
            \"\"\"
            n = [[1, 2], [3.5, true]]
            """.utf8)
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8.random(in: 1..<128, using: &random)
                default:
                    bytes.insert(
                        contentsOf: "\"'[]{}=.\n#".utf8.randomElement(using: &random).map { [$0] } ?? [], at: at)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let node = try SourceText.toml(text)
                let lines = text.utf8.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
                #expect(node.lines.allSatisfy { (1...lines).contains($0) })
            } catch {
                #expect(!error.sentence.isEmpty)
            }
        }
    }
}

extension SourceNode {
    fileprivate var lines: [Int] {
        switch value {
        case .table(let entries): [line] + entries.flatMap { [$0.line] + $0.node.lines }
        case .list(let nodes): [line] + nodes.flatMap(\.lines)
        case .text, .integer, .number, .flag, .nothing, .date: [line]
        }
    }
}
