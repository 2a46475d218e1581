internal import TOMLKit

/// A TOML table that is read key by key, and complains about what nobody reads.
struct StrictTable {
    private let table: TOMLTable
    private let path: String
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
        place = ""
    }

    private init(table: TOMLTable, path: String, place: String) {
        self.table = table
        self.path = path
        self.place = place
    }

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
            throw failure("there is no setting \"\(key)\" here; there are: \(names)")
        }
    }

    func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw failure("\"\(key)\" must be text in quotes") }
        guard !text.isEmpty else { throw failure("\"\(key)\" is empty") }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw failure("\"\(key)\" must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func table(_ key: String) throws(ConfigurationError) -> StrictTable? {
        guard let value = table[key] else { return nil }
        guard let table = value.table else { throw failure("\"\(key)\" must be a [\(key)] table") }
        return StrictTable(table: table, path: path, place: key)
    }

    func tables(_ key: String) throws(ConfigurationError) -> [StrictTable] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw failure("\"\(key)\" must be [[\(key)]] tables") }
        var result: [StrictTable] = []
        for (index, element) in array.enumerated() {
            guard let table = element.table else { throw failure("\"\(key)\" must be [[\(key)]] tables") }
            result.append(StrictTable(table: table, path: path, place: "\(key)[\(index + 1)]"))
        }
        return result
    }

    func required(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try text(key) else { throw failure("\"\(key)\" is missing") }
        return text
    }

    func failure(_ sentence: String) -> ConfigurationError {
        ConfigurationError(path: path, sentence: place.isEmpty ? sentence : "\(place): \(sentence)")
    }
}
