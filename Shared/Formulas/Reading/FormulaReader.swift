internal import SourceText
internal import TownModel

/// Reads one file and keeps every problem that it meets.
final class FormulaReader {
    let path: String
    private(set) var problems: [FormulaProblem] = []
    /// Where steps are read to be filled in later, in templates and advice, their ids may have `{placeholders}`.
    var idsAreFilledIn = false

    init(path: String) { self.path = path }

    func problem(
        _ severity: FormulaProblem.Severity = .error, at place: FormulaPlace, _ sentence: String, remedy: String
    ) {
        problems.append(FormulaProblem(severity, at: place, sentence, remedy: remedy))
    }

    /// A table of the file; nil, and an error, when the value is none.
    func section(_ node: SourceNode, at place: FormulaPlace) -> FormulaSection? {
        guard case .table(let entries) = node.value else {
            wrong(place, node, mustBe: "a table")
            return nil
        }
        return FormulaSection(reader: self, entries: entries, place: place)
    }

    func wrong(_ place: FormulaPlace, _ node: SourceNode, mustBe what: String) {
        problem(at: place, "\(what) belongs here, not \(node.value.kind)", remedy: "Write \(what)")
    }
}

extension SourceNode.Value {
    /// What it is, in words.
    var kind: String {
        switch self {
        case .text: "a text"
        case .integer: "a whole number"
        case .number: "a number with a fraction"
        case .flag: "true or false"
        case .list: "a list"
        case .table: "a table"
        case .nothing: "null"
        case .date: "a date"
        }
    }
}

/// A table of a formula's file: values by key and type; what does not fit is told to the reader.
struct FormulaSection {
    let reader: FormulaReader
    let entries: [SourceEntry]
    let place: FormulaPlace

    func place(of key: String) -> FormulaPlace {
        let line = entries.first { $0.key == key }?.line ?? place.line
        return FormulaPlace(path: place.path, line: line, key: place.key.isEmpty ? key : "\(place.key).\(key)")
    }

    func node(_ key: String) -> SourceNode? { entries.first { $0.key == key }?.node }

    func problem(at key: String, _ sentence: String, remedy: String) {
        reader.problem(at: place(of: key), sentence, remedy: remedy)
    }

    /// Warns of every key that is not known, and refuses those that nothing here does, with what to use instead.
    func check(_ known: [String], refused: [String: String] = [:]) {
        for entry in entries where !known.contains(entry.key) {
            if let remedy = refused[entry.key] {
                problem(at: entry.key, "\"\(entry.key)\" is not supported", remedy: remedy)
                continue
            }
            let near = EditDistance.nearest(to: entry.key, among: known).first
            reader.problem(
                .warning, at: place(of: entry.key), "there is no key \"\(entry.key)\" here, it does nothing",
                remedy: near.map { "Did you mean \"\($0)\"?" } ?? "There are: \(known.joined(separator: ", "))")
        }
    }

    func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        if case .text(let text) = node.value { return text }
        reader.wrong(place(of: key), node, mustBe: "a text in quotes")
        return nil
    }

    func placed(_ key: String) -> Placed<String>? { text(key).map { Placed($0, at: place(of: key)) } }

    /// A text that must be there, and not be empty; empty, and an error, when it is not.
    func required(_ key: String) -> String {
        guard node(key) != nil else {
            reader.problem(at: place, "\"\(key)\" is missing", remedy: "Write \(key) = \"…\"")
            return ""
        }
        let text = text(key)
        if text?.isEmpty == true { problem(at: key, "it is empty", remedy: "Write a text") }
        return text ?? ""
    }

    func flag(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        if case .flag(let flag) = node.value { return flag }
        reader.wrong(place(of: key), node, mustBe: "true or false")
        return nil
    }

    func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let node = node(key) else { return nil }
        if case .integer(let number) = node.value, range.contains(number) { return number }
        problem(
            at: key, "it is no whole number from \(range.lowerBound) to \(range.upperBound)",
            remedy: "Write one, without quotes")
        return nil
    }

    func texts(_ key: String) -> [Placed<String>] {
        guard let node = node(key) else { return [] }
        guard case .list(let elements) = node.value else {
            reader.wrong(place(of: key), node, mustBe: "a list of texts")
            return []
        }
        var texts: [Placed<String>] = []
        for (index, element) in elements.enumerated() {
            let there = place(of: "\(key)[\(index + 1)]", line: element.line)
            guard case .text(let text) = element.value, !text.isEmpty else {
                reader.problem(at: there, "it is no text, or empty", remedy: "Write a text in quotes")
                continue
            }
            texts.append(Placed(text, at: there))
        }
        return texts
    }

    /// A table inside of this.
    func section(_ key: String) -> FormulaSection? { node(key).flatMap { reader.section($0, at: place(of: key)) } }

    /// Tables inside of this, counted from 1; a single one is a list of one.
    func sections(_ key: String, orOne: Bool = false) -> [FormulaSection] {
        guard let node = node(key) else { return [] }
        if orOne, case .table = node.value { return section(key).map { [$0] } ?? [] }
        guard case .list(let elements) = node.value else {
            reader.wrong(place(of: key), node, mustBe: "a list of tables")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            reader.section(element, at: place(of: "\(key)[\(index + 1)]", line: element.line))
        }
    }

    /// A table of texts; numbers and flags are taken as they are written.
    func words(_ key: String) -> [String: String]? {
        guard let table = section(key) else { return nil }
        var words: [String: String] = [:]
        for entry in table.entries { words[entry.key] = table.word(entry.key) }
        return words
    }

    /// A text, a number or a flag, as text.
    func word(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        switch node.value {
        case .text(let text): return text
        case .integer(let number): return String(number)
        case .number(let number): return String(number)
        case .flag(let flag): return String(flag)
        case .list, .table, .nothing, .date:
            reader.wrong(place(of: key), node, mustBe: "a text, a number, true or false")
            return nil
        }
    }

    /// Like `30m`, `90s`, `1h30m`.
    func seconds(_ key: String) -> Int64? {
        guard let text = text(key) else { return nil }
        if let seconds = FormulaDuration.seconds(text) { return seconds }
        problem(at: key, "\"\(text)\" is no time", remedy: "Write one like \"90s\", \"30m\", \"2h\" or \"1h30m\"")
        return nil
    }

    private func place(of key: String, line: Int) -> FormulaPlace {
        var place = place(of: key)
        place.line = line
        return place
    }
}
