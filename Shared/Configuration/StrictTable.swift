internal import SourceText

/// A TOML table that is read key by key, and complains about what nobody reads.
struct StrictTable {
    /// A table.
    private let node: SourceNode
    private let path: String
    /// Where in the file, for messages: `` at the top, `gates[1]` in a list.
    private let place: String

    init(text: String, path: String) throws(ConfigurationError) {
        do {
            node = try SourceText.toml(text)
        } catch {
            throw ConfigurationError(path: path, line: error.line, sentence: error.sentence)
        }
        self.path = path
        place = ""
    }

    private init(_ node: SourceNode, in file: StrictTable, place: String) {
        self.node = node
        path = file.path
        self.place = file.place.isEmpty ? place : "\(file.place).\(place)"
    }

    private var entries: [SourceEntry] {
        guard case .table(let entries) = node.value else { return [] }
        return entries
    }

    /// In the order of the alphabet.
    var keys: [String] { entries.map(\.key).sorted() }

    /// Names the first key that is not in the list. `bus.listen` is the key `listen` of the table `bus`.
    func checkKeys(_ known: [ConfigurationKey]) throws(ConfigurationError) {
        for key in keys where !known.contains(where: { $0.name == key }) {
            let inner = known.filter { $0.name.hasPrefix("\(key).") }
            if !inner.isEmpty {
                try self.table(key)?.checkKeys(
                    inner.map { inner in
                        var inner = inner
                        inner.name.removeFirst(key.count + 1)
                        return inner
                    })
                continue
            }
            let names = known.map(\.name).joined(separator: ", ")
            throw failure("there is no setting \"\(key)\" here; there are: \(names)", at: key)
        }
    }

    func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = node[key] else { return nil }
        guard case .text(let text) = value.value else { throw failure("\"\(key)\" must be text in quotes", at: key) }
        guard !text.isEmpty else { throw failure("\"\(key)\" is empty", at: key) }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = node[key] else { return nil }
        guard case .integer(let number) = value.value, let number = Int(exactly: number), range.contains(number) else {
            throw failure("\"\(key)\" must be a number from \(range.lowerBound) to \(range.upperBound)", at: key)
        }
        return number
    }

    /// With or without a part after the point.
    func decimal(_ key: String) throws(ConfigurationError) -> Double? {
        switch node[key]?.value {
        case nil: return nil
        case .integer(let number): return Double(number)
        case .number(let number): return number
        default: throw failure("\"\(key)\" must be a number", at: key)
        }
    }

    func isText(_ key: String) -> Bool { if case .text = node[key]?.value { true } else { false } }

    func flag(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = node[key] else { return nil }
        guard case .flag(let flag) = value.value else { throw failure("\"\(key)\" must be true or false", at: key) }
        return flag
    }

    /// Texts of which none is empty; there may be none at all.
    func texts(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let value = node[key] else { return nil }
        guard case .list(let elements) = value.value else { throw noTexts(key) }
        var texts: [String] = []
        for element in elements {
            guard case .text(let text) = element.value, !text.isEmpty else { throw noTexts(key) }
            texts.append(text)
        }
        return texts
    }

    private func noTexts(_ key: String) -> ConfigurationError {
        failure("\"\(key)\" must be a list of texts: [\"a\", \"b\"]", at: key)
    }

    func table(_ key: String) throws(ConfigurationError) -> StrictTable? {
        guard let value = node[key] else { return nil }
        guard case .table = value.value else { throw failure("\"\(key)\" must be a [\(key)] table", at: key) }
        return StrictTable(value, in: self, place: key)
    }

    func tables(_ key: String) throws(ConfigurationError) -> [StrictTable] {
        guard let value = node[key] else { return [] }
        guard case .list(let elements) = value.value else {
            throw failure("\"\(key)\" must be [[\(key)]] tables", at: key)
        }
        var result: [StrictTable] = []
        for (index, element) in elements.enumerated() {
            guard case .table = element.value else { throw failure("\"\(key)\" must be [[\(key)]] tables", at: key) }
            result.append(StrictTable(element, in: self, place: "\(key)[\(index + 1)]"))
        }
        return result
    }

    func required(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try text(key) else { throw failure("\"\(key)\" is missing") }
        return text
    }

    /// - Parameter key: the setting that is to blame, else the table is.
    func failure(_ sentence: String, at key: String? = nil) -> ConfigurationError {
        // What is missing at the top is missing everywhere.
        let line = key.flatMap { key in entries.first { $0.key == key }?.line } ?? (place.isEmpty ? nil : node.line)
        return ConfigurationError(
            path: path, line: line, sentence: place.isEmpty ? sentence : "\(place): \(sentence)")
    }
}
