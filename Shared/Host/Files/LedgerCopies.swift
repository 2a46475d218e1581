package import TownModel

/// The copies in a town's backups directory, by what their names say.
package struct LedgerCopies {
    private let directory: String

    package init(_ layout: TownLayout) { directory = layout.backups }

    package struct Copy: Hashable, Sendable, Encodable {
        package var path: String
        package var at: Timestamp
        package var sequence: Int64
        /// On the disk.
        package var bytes: Int64
    }

    /// The oldest first. Files that the store did not name are not looked at.
    package var all: [Copy] {
        Files.names(in: directory).compactMap { name in
            guard name.hasPrefix("ledger-"), name.hasSuffix(".db") else { return nil }
            let parts = name.dropFirst("ledger-".count).dropLast(".db".count).split(separator: "-")
            let path = "\(directory)/\(name)"
            guard parts.count == 2, let at = Self.moment(parts[0]), let sequence = Int64(parts[1]),
                let bytes = Files.bytes(under: path, entriesMax: 1)
            else { return nil }
            return Copy(path: path, at: at, sequence: sequence, bytes: bytes)
        }
    }

    /// `20260131T090507250Z`.
    private static func moment(_ text: Substring) -> Timestamp? {
        let digits = Array(text)
        guard digits.count == 19 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<11)):\(part(11..<13)):\(part(13..<15)).\(part(15..<19))")
    }
}
