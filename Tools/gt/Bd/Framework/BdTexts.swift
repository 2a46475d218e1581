import ArgumentParser
import TownModel
import Wire

/// The fields of an issue that are texts, numbers or moments of its line, as `create` and `update` take them.
struct BdTexts: ParsableArguments {
    @Option(
        name: [.customShort("d"), .customLong("description"), .customLong("body")], parsing: .unconditional,
        help: "What is to be done; - reads what is piped in.")
    var description: String?
    @Option(
        name: [.customLong("body-file"), .customLong("description-file")], parsing: .unconditional,
        help: "Read the description from a file; - from what is piped in.", completion: .file())
    var bodyFile: String?
    @Option(parsing: .unconditional, help: "How it is to be done.") var design: String?
    @Option(parsing: .unconditional, help: "When it is done.") var acceptance: String?
    @Option(parsing: .unconditional, help: "Remarks.") var notes: String?
    @Option(parsing: .unconditional, help: "What it is called elsewhere, as in gh-9.") var externalRef: String?
    @Option(name: .shortAndLong, help: "Minutes of work that it is thought to take.") var estimate: Int?
    @Option(parsing: .unconditional, help: "When it must be done: +6h, tomorrow, 2026-01-31, RFC 3339.")
    var due: BdMoment?

    func validate() throws {
        if description != nil, bodyFile != nil {
            throw ValidationError("--description and --body-file both give the description")
        }
        if let estimate, estimate < 0 { throw ValidationError("--estimate is 0 or more, not \(estimate)") }
    }

    /// nil when none is given.
    func body() throws -> String? {
        if let bodyFile { return try TextSource.text(bodyFile) }
        return description == "-" ? try TextSource.text("-") : description
    }

    /// By their keys in a Beads file; the empty text takes a field away.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        for (key, text) in [
            ("design", design), ("acceptance_criteria", acceptance), ("notes", notes), ("external_ref", externalRef),
        ] {
            if let text { fields[key] = RawJSON.text(text) }
        }
        if let estimate { fields["estimated_minutes"] = String(estimate) }
        if let due { fields["due_at"] = due.time.map { RawJSON.text($0.description) } ?? "null" }
        return fields
    }
}
