/// How often a loop goes round: whole numbers with variables in them, and ranges of them.
///
/// `{name}` and `{{name}}` are variables; `+ - * / ^` and brackets count as usual: `^` is done first, from the right
/// (`2^3^2` is 512, `-2^2` is -4), and what is left over by `/` is dropped. `a..b` has both its ends.
package enum RangeExpression {
    /// Why a text has no value: what was met, and where.
    package struct Fault: Error, Hashable, Sendable {
        /// Characters from the beginning, from 1.
        package var column: Int
        package var sentence: String

        package init(column: Int, sentence: String) {
            self.column = column
            self.sentence = sentence
        }
    }

    /// A number of rounds, 0 or more.
    package static func count(_ text: String, variables: [String: String]) throws(Fault) -> Int64 {
        var reader = RangeReader(text, variables: variables)
        let count = try reader.sum()
        try reader.expectEnd()
        guard count >= 0 else {
            throw Fault(column: 1, sentence: "it is \(count), and nothing goes round less than 0 times")
        }
        return count
    }

    /// The first number of `a..b` and how many there are; a range whose end is before its beginning has none.
    package static func range(
        _ text: String, variables: [String: String]
    ) throws(Fault) -> (first: Int64, count: Int64) {
        var reader = RangeReader(text, variables: variables)
        let first = try reader.sum()
        guard reader.take("..") else { throw reader.fault("\"..\" was expected: a range is written a..b") }
        let last = try reader.sum()
        try reader.expectEnd()
        guard last >= first else { return (first, 0) }
        let (distance, isTooFar) = last.subtractingReportingOverflow(first)
        let (count, isTooMany) = distance.addingReportingOverflow(1)
        guard !isTooFar, !isTooMany else { throw Fault(column: 1, sentence: "the range has too many numbers") }
        return (first, count)
    }
}

/// One pass over the text; each method reads one level of the grammar.
private struct RangeReader {
    private let characters: [Character]
    private let variables: [String: String]
    private var at = 0
    private var depth = 0

    private static let depthMax = 64

    init(_ text: String, variables: [String: String]) {
        characters = Array(text)
        self.variables = variables
    }

    mutating func sum() throws(RangeExpression.Fault) -> Int64 {
        var value = try product()
        while true {
            let column = nextColumn()
            if take("+") {
                value = try whole(value.addingReportingOverflow(try product()), column)
            } else if take("-") {
                value = try whole(value.subtractingReportingOverflow(try product()), column)
            } else {
                return value
            }
        }
    }

    private mutating func product() throws(RangeExpression.Fault) -> Int64 {
        var value = try signed()
        while true {
            let column = nextColumn()
            if take("*") {
                value = try whole(value.multipliedReportingOverflow(by: try signed()), column)
            } else if take("/") {
                let divisor = try signed()
                guard divisor != 0 else { throw fault("it divides by zero", column) }
                value = try whole(value.dividedReportingOverflow(by: divisor), column)
            } else {
                return value
            }
        }
    }

    private mutating func signed() throws(RangeExpression.Fault) -> Int64 {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw fault("it is nested deeper than \(Self.depthMax) levels") }
        let column = nextColumn()
        if take("-") { return try whole(Int64(0).subtractingReportingOverflow(try signed()), column) }
        let base = try single()
        let sign = nextColumn()
        guard take("^") else { return base }
        return try power(base, try signed(), sign)
    }

    private mutating func single() throws(RangeExpression.Fault) -> Int64 {
        if take("(") {
            let value = try sum()
            guard take(")") else { throw fault("a closing bracket was expected") }
            return value
        }
        let column = nextColumn()
        if take("{{") { return try variable(until: "}}", column) }
        if take("{") { return try variable(until: "}", column) }
        let digits = word { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { throw fault("a number or a {variable} was expected") }
        guard let value = Int64(digits) else { throw fault("\(digits) is too large a number", column) }
        return value
    }

    private mutating func variable(until close: String, _ column: Int) throws(RangeExpression.Fault) -> Int64 {
        skipWhite()
        let name = word { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        guard !name.isEmpty else { throw fault("the name of a variable was expected") }
        guard take(close) else { throw fault("\"\(close)\" was expected after \"\(name)\"") }
        guard let text = variables[name] else { throw fault("the variable \"\(name)\" has no value", column) }
        guard let value = Int64(text) else {
            throw fault("the variable \"\(name)\" is \"\(text)\", which is no whole number", column)
        }
        return value
    }

    /// By squaring: a power that is too large is known after as many steps as its exponent has bits.
    private func power(_ base: Int64, _ exponent: Int64, _ column: Int) throws(RangeExpression.Fault) -> Int64 {
        guard exponent >= 0 else { throw fault("a power of \(exponent) is no whole number", column) }
        var result: Int64 = 1
        var factor = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = try whole(result.multipliedReportingOverflow(by: factor), column) }
            rest >>= 1
            if rest > 0 { factor = try whole(factor.multipliedReportingOverflow(by: factor), column) }
        }
        return result
    }

    private func whole(
        _ result: (partialValue: Int64, overflow: Bool), _ column: Int
    ) throws(RangeExpression.Fault) -> Int64 {
        guard !result.overflow else { throw fault("the result is larger than \(Int64.max)", column) }
        return result.partialValue
    }

    mutating func expectEnd() throws(RangeExpression.Fault) {
        skipWhite()
        guard at == characters.count else { throw fault("nothing more was expected") }
    }

    mutating func take(_ word: String) -> Bool {
        skipWhite()
        guard characters[at...].starts(with: Array(word)) else { return false }
        at += word.count
        return true
    }

    private mutating func word(_ belongs: (Character) -> Bool) -> String {
        let start = at
        while at < characters.count, belongs(characters[at]) { at += 1 }
        return String(characters[start..<at])
    }

    private mutating func nextColumn() -> Int {
        skipWhite()
        return at + 1
    }

    private mutating func skipWhite() {
        while at < characters.count, characters[at].isWhitespace { at += 1 }
    }

    func fault(_ sentence: String, _ column: Int? = nil) -> RangeExpression.Fault {
        RangeExpression.Fault(column: column ?? at + 1, sentence: sentence)
    }
}
