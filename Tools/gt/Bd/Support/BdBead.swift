import BeadsFormat
import TownModel
import Wire

/// A bead as `bd` shows it: the line that a Beads file has for it, and what the store knows beside that.
struct BdBead: Sendable {
    let line: BeadLine
    let disposition: Disposition
    let dependencies: Int
    let dependents: Int

    init(_ page: LinePage.Line) throws(CommandFailure) {
        do {
            line = try BeadLine(Array(page.text.utf8)[...])
        } catch {
            throw CommandFailure(.bug, code: "bug", "the store gave a line that is no bead: \(error)")
        }
        disposition = page.disposition
        dependencies = page.dependencies
        dependents = page.dependents
    }

    /// nil from a store that does not give the line with it.
    init?(_ detail: BeadDetail) throws(CommandFailure) {
        guard let text = detail.line else { return nil }
        let inward = detail.edges.filter { $0.to == detail.bead.id }.count
        try self.init(
            LinePage.Line(
                text: text, disposition: detail.bead.disposition, dependencies: detail.edges.count - inward,
                dependents: inward))
    }

    var id: String { line.id }
    var title: String { line.text(.title) ?? "" }
    var status: String { line.text(.status) ?? BeadStatus.open.rawValue }
    var type: String { line.text(.type) ?? BeadType.task.rawValue }
    var priority: Int64 { line.number(.priority) ?? 0 }
    var isEnded: Bool { BeadStatus(rawValue: status).isEnded }

    /// The bead that it is a part of.
    var parent: String? {
        line.edges.first { $0.type == EdgeType.parentChild.rawValue && $0.from == id }?.to
    }

    /// The issue object of the reference: the keys of an export, and these beside them. Each value is JSON.
    func json(_ extra: KeyValuePairs<String, String?> = [:]) -> String {
        var line = line
        for case (let key, let value?) in extra { line.set(key, raw: Array(value.utf8)) }
        return String(decoding: line.bytes, as: UTF8.self)
    }

    /// As lists show it.
    var countedJSON: String {
        json(["dependency_count": String(dependencies), "dependent_count": String(dependents)])
    }
}
