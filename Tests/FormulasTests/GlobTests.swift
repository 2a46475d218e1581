import Formulas
import Testing

@Suite("Patterns over ids")
struct GlobTests {
    @Test(
        "fits",
        arguments: [
            ("implement", "implement"), ("*", ""), ("*", "a.b"), ("*-test", "unit-test"), ("move-*", "move-12"),
            ("a*b*c", "a1b2b3c"), ("?", "é"), ("step-[0-9]", "step-7"), ("[abc]x", "bx"), ("[!x]y", "ay"),
            ("[^x]y", "ay"), ("[]]", "]"), ("[a-]", "-"), ("a[", "a["), ("**", "x"), ("", ""),
        ])
    func fits(pattern: String, text: String) {
        #expect(Glob(pattern).matches(text))
    }

    @Test(
        "does not fit",
        arguments: [
            ("implement", "implement.draft"), ("*-test", "test"), ("?", ""), ("?", "ab"), ("step-[0-9]", "step-x"),
            ("[!x]y", "xy"), ("a*b*c", "a1b2"), ("a[", "a"), ("", "a"), ("[!a-c]", "b"), ("A", "a"),
        ])
    func doesNotFit(pattern: String, text: String) {
        #expect(!Glob(pattern).matches(text))
    }

    @Test("many stars on a long text that fails at its end come to an answer")
    func isNotExponential() {
        let pattern = String(repeating: "*a", count: 50) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 2_000)))
    }
}
