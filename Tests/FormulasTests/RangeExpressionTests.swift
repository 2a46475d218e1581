import Formulas
import Testing

@Suite("How often a loop goes round")
struct RangeExpressionTests {
    private static let variables = ["disks": "20", "n": "-3", "word": "many", "empty": ""]

    @Test("twenty discs are 1,048,575 moves")
    func hanoi() throws {
        let range = try RangeExpression.range("1..2^{disks}-1", variables: Self.variables)
        #expect(range.first == 1)
        #expect(range.count == 1_048_575)
    }

    @Test(
        "numbers are counted as usual",
        arguments: [
            ("7", 7), (" 2 + 3 * 4 ", 14), ("(2+3)*4", 20), ("2^3^2", 512), ("-2^2+5", 1), ("7/2", 3),
            ("2*{disks}", 40),
            ("{{disks}}", 20), ("{{ disks }}+1", 21), ("--3", 3), ("10-2-3", 5), ("100/5/2", 10), ("2^-(-3)", 8),
            ("0^0", 1), ("1^9223372036854775807", 1), ("-{n}", 3), ("9223372036854775807", .max),
            ("(0-2)^63+9223372036854775807+2", 1),
        ] as [(String, Int64)])
    func counts(text: String, value: Int64) throws {
        #expect(try RangeExpression.count(text, variables: Self.variables) == value)
    }

    @Test(
        "a range has both its ends, and may be empty",
        arguments: [
            ("1..3", 1, 3), ("0..0", 0, 1), ("5..1", 5, 0), ("{n}..{n}+1", -3, 2), ("-2..-1", -2, 2),
        ] as [(String, Int64, Int64)])
    func ranges(text: String, first: Int64, count: Int64) throws {
        let range = try RangeExpression.range(text, variables: Self.variables)
        #expect(range.first == first)
        #expect(range.count == count)
    }

    @Test(
        "what has no value is refused with the place and the reason",
        arguments: [
            ("", 1, "a number or a {variable} was expected"),
            ("2+", 3, "a number or a {variable} was expected"),
            ("3 4", 3, "nothing more was expected"),
            ("(1", 3, "a closing bracket was expected"),
            ("1/ (2-2)", 2, "it divides by zero"),
            ("9223372036854775807+1", 20, "the result is larger than 9223372036854775807"),
            ("2^63", 2, "the result is larger than 9223372036854775807"),
            ("2^(0-1)", 2, "a power of -1 is no whole number"),
            ("99999999999999999999", 1, "99999999999999999999 is too large a number"),
            ("1+{disk}", 3, "the variable \"disk\" has no value"),
            ("{{word}}", 1, "the variable \"word\" is \"many\", which is no whole number"),
            ("{empty}", 1, "the variable \"empty\" is \"\", which is no whole number"),
            ("{disks", 7, "\"}\" was expected after \"disks\""),
            ("{}", 2, "the name of a variable was expected"),
            ("1-2", 1, "it is -1, and nothing goes round less than 0 times"),
        ])
    func refuses(text: String, column: Int, sentence: String) throws {
        let fault = #expect(throws: RangeExpression.Fault.self) {
            try RangeExpression.count(text, variables: Self.variables)
        }
        #expect(fault == RangeExpression.Fault(column: column, sentence: sentence))
    }

    @Test("a range needs its two dots, and not more numbers than can be counted")
    func refusesRanges() {
        let dots = #expect(throws: RangeExpression.Fault.self) { try RangeExpression.range("1-3", variables: [:]) }
        #expect(dots?.column == 4)
        #expect(throws: RangeExpression.Fault(column: 1, sentence: "the range has too many numbers")) {
            try RangeExpression.range("0..9223372036854775807", variables: [:])
        }
    }

    @Test("brackets without end are refused, not followed")
    func isBounded() {
        #expect(throws: RangeExpression.Fault.self) {
            try RangeExpression.count(String(repeating: "(", count: 100_000), variables: [:])
        }
    }
}
