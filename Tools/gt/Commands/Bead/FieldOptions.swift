import ArgumentParser
import TownModel
import Wire

/// Fields of a bead that only its line has.
struct FieldOptions: ParsableArguments {
    @Option(help: "How it is to be done.") var design: String?
    @Option(help: "When it is done.") var acceptance: String?
    @Option(help: "What else there is to say.") var notes: String?
    @Option(help: "Where else it is kept, e.g. gh-9.") var externalRef: String?
    @Option(help: "Minutes it may take.") var estimate: Int?
    @Option(help: "When it is due (RFC 3339); empty: at no time.") var due: String?
    @Option(parsing: .singleValue, help: "name=JSON: any other field; may be repeated.") var field: [String] = []

    func validate() throws {
        for text in field where !text.contains("=") { throw ValidationError("--field is name=JSON, not \(text)") }
        if let due, !due.isEmpty, Timestamp(due) == nil {
            throw ValidationError("--due is a time as in 2027-01-31T09:00:00Z, not \(due)")
        }
    }

    var isEmpty: Bool {
        [design, acceptance, notes, externalRef, due].allSatisfy { $0 == nil } && estimate == nil && field.isEmpty
    }

    /// nil when none is given.
    var fields: [String: String]? {
        var fields: [String: String] = [:]
        let texts = [
            ("design", design), ("acceptance_criteria", acceptance), ("notes", notes), ("external_ref", externalRef),
            ("due_at", due),
        ]
        for case (let name, let text?) in texts { fields[name] = JSONText.quoted(text) }
        if let estimate { fields["estimated_minutes"] = String(estimate) }
        for text in field {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = String(parts[1])
        }
        return fields.isEmpty ? nil : fields
    }
}
