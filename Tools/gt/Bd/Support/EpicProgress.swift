import TownModel
import Wire

/// How far an open epic is.
struct EpicProgress {
    let epic: BdBead
    let total: Int
    let closed: Int

    var isEligible: Bool { total > 0 && closed == total }

    var json: String {
        RawJSON.object([
            "epic": epic.json(), "total_children": String(total), "closed_children": String(closed),
            "eligible_for_close": isEligible ? "true" : "false",
        ])
    }

    func text(_ screen: Screen) -> String {
        "\(BdText.line(epic, screen)): \(closed) of \(total) closed" + (isEligible ? ", can be closed" : "")
    }

    static func all(_ home: BeadHome?, _ client: TownClient) async throws(CommandFailure) -> [EpicProgress] {
        var selection = BeadSelection(home: home, types: [.epic], includeTemplates: false)
        selection.includeEphemeral = false
        var found: [EpicProgress] = []
        for epic in try await client.lines(selection, BeadOrder(.priority), limit: nil) {
            guard let id = BeadID(epic.id) else { continue }
            let parts = BeadSelection(parent: id, includeClosed: true)
            let groups = try await client.countWithoutDeleted(parts, by: .status)
            let closed = groups.groups.first { $0.name == BeadStatus.closed.rawValue }?.count ?? 0
            found.append(EpicProgress(epic: epic, total: groups.total, closed: closed))
        }
        return found
    }
}
