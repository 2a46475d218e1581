internal import SourceText
internal import TownModel

/// A table of the front matter: values by key and type; what does not fit is told to the reader.
struct PluginSection {
    private let reader: PluginReader
    private let entries: [SourceEntry]
    private let line: Int
    private let key: String
    /// Lines before the front matter's first.
    private let offset: Int

    /// nil, and an error, when it is no table.
    init?(reader: PluginReader, node: SourceNode, key: String, offset: Int) {
        guard case .table(let entries) = node.value else {
            reader.problem(
                line: node.line + offset, key: key, "a table belongs here",
                remedy: "Write a line [\(key)], and its keys below")
            return nil
        }
        self.reader = reader
        self.entries = entries
        self.key = key
        self.offset = offset
        line = node.line + offset
    }

    func has(_ key: String) -> Bool { node(key) != nil }

    private func node(_ key: String) -> SourceNode? { entries.first { $0.key == key }?.node }

    /// - Parameter name: of the key; nil: the table itself.
    func problem(
        _ gravity: PluginProblem.Gravity = .error, at name: String?, _ sentence: String, remedy: String
    ) {
        let there = name.flatMap { name in entries.first { $0.key == name }?.line }.map { $0 + offset }
        let full = [key, name ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        reader.problem(as: gravity, line: there ?? line, key: full, sentence, remedy: remedy)
    }

    /// Warns of every key that is not known, and refuses those that nothing here does.
    func check(_ known: [String], refused: [String: String] = [:]) {
        for entry in entries where !known.contains(entry.key) {
            if let remedy = refused[entry.key] {
                problem(at: entry.key, "\"\(entry.key)\" is not supported", remedy: remedy)
                continue
            }
            let near = EditDistance.nearest(to: entry.key, among: known).first
            problem(
                .warning, at: entry.key, "there is no key \"\(entry.key)\" here, it does nothing",
                remedy: near.map { "Did you mean \"\($0)\"?" } ?? "There are: \(known.joined(separator: ", "))")
        }
    }

    func section(_ name: String) -> PluginSection? {
        node(name).flatMap {
            PluginSection(
                reader: reader, node: $0, key: key.isEmpty ? name : "\(key).\(name)", offset: offset)
        }
    }

    func text(_ name: String) -> String? {
        guard let node = node(name) else { return nil }
        if case .text(let text) = node.value, text.contains(where: { !$0.isWhitespace }) { return text }
        wrong(name, "a text in quotes")
        return nil
    }

    /// A text that must be there.
    func required(_ name: String, like example: String) -> String? {
        guard has(name) else {
            problem(at: nil, "\"\(name)\" is missing", remedy: "Write \(name) = \"\(example)\"")
            return nil
        }
        return text(name)
    }

    func flag(_ name: String) -> Bool? {
        guard let node = node(name) else { return nil }
        if case .flag(let flag) = node.value { return flag }
        wrong(name, "true or false")
        return nil
    }

    func integer(_ name: String) -> Int64? {
        guard let node = node(name) else { return nil }
        if case .integer(let number) = node.value, number >= 0 { return number }
        wrong(name, "a whole number")
        return nil
    }

    func texts(_ name: String) -> [String] {
        guard let node = node(name) else { return [] }
        guard case .list(let elements) = node.value else {
            wrong(name, "a list of texts: [\"a\", \"b\"]")
            return []
        }
        var texts: [String] = []
        for element in elements {
            guard case .text(let text) = element.value, text.contains(where: { !$0.isWhitespace }) else {
                wrong(name, "a list of texts: [\"a\", \"b\"]")
                return []
            }
            texts.append(text)
        }
        return texts
    }

    func seconds(_ name: String, upTo most: Int64) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let seconds = WrittenDuration.seconds(text) else {
            problem(
                at: name, "\"\(text)\" is no time", remedy: "Write one like \"90s\", \"30m\", \"2h\" or \"1h30m\"")
            return nil
        }
        guard seconds <= most else {
            problem(at: name, "\"\(text)\" is too long", remedy: "Write at most \"\(WrittenDuration.text(most))\"")
            return nil
        }
        return seconds
    }

    private func wrong(_ name: String, _ what: String) {
        problem(at: name, "\(what) belongs here", remedy: "Write \(what)")
    }
}
