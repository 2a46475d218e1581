/// How often a loop goes round, as a formula says it: a number or a `{variable}`, and `a..b` of them.
package enum RangeExpression {
    /// Why a text is none: what was met, and where.
    package struct Fault: Error, Hashable, Sendable {
        /// Characters from the beginning, from 1.
        package var column: Int
        package var sentence: String

        package init(column: Int, sentence: String) {
            self.column = column
            self.sentence = sentence
        }
    }

    package static func count(_ text: String, variables: [String: String]) throws(Fault) -> Int64 {
        var word = text
        if word.hasPrefix("{"), word.hasSuffix("}") {
            let name = String(word.dropFirst().dropLast())
            guard let value = variables[name] else { throw Fault(column: 1, sentence: "\"\(name)\" has no value") }
            word = value
        }
        guard let number = Int64(word) else { throw Fault(column: 1, sentence: "\"\(word)\" is no number") }
        return number
    }

    package static func range(
        _ text: String, variables: [String: String]
    ) throws(Fault) -> (first: Int64, count: Int64) {
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2 else { throw Fault(column: 1, sentence: "a range is written a..b") }
        let first = try count(ends[0], variables: variables)
        let last = try count(ends[1], variables: variables)
        return (first, max(0, last - first + 1))
    }
}
