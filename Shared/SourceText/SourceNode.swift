/// A value in a file that a person wrote, with the place where it stands: what TOML and JSON have in common.
package struct SourceNode: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case number(Double)
        case flag(Bool)
        case list([SourceNode])
        /// In the order of the file.
        case table([SourceEntry])
        /// JSON's null.
        case nothing
        /// A date or a time of TOML, as it is written.
        case date(String)
    }

    package var value: Value
    /// From 1: where it begins; of a table of TOML, its header.
    package var line: Int

    package init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }

    /// A member of a table; nil where there is none.
    package subscript(_ key: String) -> SourceNode? {
        guard case .table(let entries) = value else { return nil }
        return entries.first { $0.key == key }?.node
    }
}

package struct SourceEntry: Hashable, Sendable {
    package var key: String
    /// Of the key.
    package var line: Int
    package var node: SourceNode

    package init(key: String, line: Int, node: SourceNode) {
        self.key = key
        self.line = line
        self.node = node
    }
}

/// Why a text is neither TOML nor JSON.
package struct SourceFault: Error, Hashable, Sendable {
    /// From 1; nil where the parser does not say.
    package var line: Int?
    package var sentence: String

    package init(line: Int?, sentence: String) {
        self.line = line
        self.sentence = sentence
    }
}
