internal import TOMLKit

/// A TOML table that is read key by key, and complains about what nobody reads.
struct StrictTable {
    private let table: TOMLTable
    private let path: String
    /// The whole file, which the parser tells no places in.
    private let text: String
    /// Where in the file, for messages: `` at the top, `gates[1]` in a list.
    private let place: String

    init(text: String, path: String) throws(ConfigurationError) {
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigurationError(path: path, line: Int(error.source.begin.line), sentence: error.description)
        } catch {
            throw ConfigurationError(path: path, sentence: "not TOML: \(error)")
        }
        self.path = path
        self.text = text
        place = ""
    }

    private init(_ table: TOMLTable, in file: StrictTable, place: String) {
        self.table = table
        path = file.path
        text = file.text
        self.place = file.place.isEmpty ? place : "\(file.place).\(place)"
    }

    /// In the order of the alphabet.
    var keys: [String] { table.keys.sorted() }

    /// Names the first key that is not in the list. `bus.listen` is the key `listen` of the table `bus`.
    func checkKeys(_ known: [ConfigurationKey]) throws(ConfigurationError) {
        for key in table.keys.sorted() where !known.contains(where: { $0.name == key }) {
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
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw failure("\"\(key)\" must be text in quotes", at: key) }
        guard !text.isEmpty else { throw failure("\"\(key)\" is empty", at: key) }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw failure("\"\(key)\" must be a number from \(range.lowerBound) to \(range.upperBound)", at: key)
        }
        return number
    }

    func flag(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let flag = value.bool else { throw failure("\"\(key)\" must be true or false", at: key) }
        return flag
    }

    /// Texts of which none is empty; there may be none at all.
    func texts(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let value = table[key] else { return nil }
        let texts = value.array?.map { $0.string }
        guard let texts, texts.allSatisfy({ $0?.isEmpty == false }) else {
            throw failure("\"\(key)\" must be a list of texts: [\"a\", \"b\"]", at: key)
        }
        return texts.compactMap(\.self)
    }

    func table(_ key: String) throws(ConfigurationError) -> StrictTable? {
        guard let value = table[key] else { return nil }
        guard let table = value.table else { throw failure("\"\(key)\" must be a [\(key)] table", at: key) }
        return StrictTable(table, in: self, place: key)
    }

    func tables(_ key: String) throws(ConfigurationError) -> [StrictTable] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw failure("\"\(key)\" must be [[\(key)]] tables", at: key) }
        var result: [StrictTable] = []
        for (index, element) in array.enumerated() {
            guard let table = element.table else { throw failure("\"\(key)\" must be [[\(key)]] tables", at: key) }
            result.append(StrictTable(table, in: self, place: "\(key)[\(index + 1)]"))
        }
        return result
    }

    func required(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try text(key) else { throw failure("\"\(key)\" is missing") }
        return text
    }

    /// - Parameter key: the setting that is to blame, else the table is.
    func failure(_ sentence: String, at key: String? = nil) -> ConfigurationError {
        ConfigurationError(
            path: path, line: SettingLines(text).line(of: key, in: place),
            sentence: place.isEmpty ? sentence : "\(place): \(sentence)")
    }
}
