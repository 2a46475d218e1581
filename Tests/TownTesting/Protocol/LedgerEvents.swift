/// Holds what a ledger publishes against docs/schemas/events.json, strictly: a property that the schema does not name, or one
/// that the kind should not have, is an error.
package enum LedgerEvents {
    private static let validator = Result {
        // The shapes alone: that texts match their patterns is seen where there are fewer events.
        SchemaValidator(try WireSchema.current().events, comparesTexts: false)
    }

    package static func check(_ bytes: [UInt8]) throws {
        guard let tree = JSONTree(bytes) else { throw ShapeError("no JSON: \(String(decoding: bytes, as: UTF8.self))") }
        let complaints = try validator.get().complaints(aboutEvent: tree)
        guard complaints.isEmpty else { throw ShapeError("\(complaints.joined(separator: "; ")) in \(tree.line)") }
    }
}
