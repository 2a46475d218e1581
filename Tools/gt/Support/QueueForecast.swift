import TownModel
import Wire

/// What a Refinery takes next, with the reasons: what `gt mq next` shows.
struct QueueForecast: Encodable {
    struct Place: Encodable {
        var place: Int
        var request: BeadID
        var bead: BeadID
        var rig: RigName
        var title: String
        var state: MergeState
        var fronted: Timestamp?
        var score: Int64
        var parts: ScoreParts
        var isOldest: Bool
    }

    /// Rigs whose queue is held: theirs wait, whatever their place.
    var holds: [RigName: QueueHold]
    var next: [Place]
    /// How many do not fit in.
    var more: Int

    init(_ requests: [MergeRequest], holds: [Rig], limit: Int, at now: Timestamp) {
        let order = MergeOrder.ordered(requests, at: now)
        let waiting = Dictionary(grouping: order.filter { $0.state == .queued }) { "\($0.rig) \($0.target)" }
        let oldest = Set(waiting.values.compactMap { MergeOrder.oldest(of: $0)?.id })
        let shown = order.prefix(max(limit, 0))
        next = shown.enumerated().map { index, request in
            Place(
                place: index + 1, request: request.id, bead: request.bead, rig: request.rig, title: request.title,
                state: request.state, fronted: request.fronted, score: MergeOrder.score(request, at: now),
                parts: MergeOrder.parts(request, at: now), isOldest: oldest.contains(request.id))
        }
        more = order.count - shown.count
        self.holds = Dictionary(
            holds.compactMap { rig in rig.queueHold.map { (rig.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    func text(_ screen: Screen) -> String {
        var lines: [String] = holds.sorted { $0.key.text < $1.key.text }.map {
            QueueText.hold($0.key, $0.value, screen)
        }
        if next.isEmpty { return (lines + ["the queue is empty"]).joined(separator: "\n") }
        for place in next {
            let request = screen.paint(place.request.text, .cyan)
            lines.append("\(place.place). \(request) \(place.bead) \(screen.plain(place.title)): \(Self.why(place))")
        }
        if more > 0 { lines.append("and \(more) more") }
        return lines.joined(separator: "\n")
    }

    private static func why(_ place: Place) -> String {
        switch place.state {
        case .landing: return "is landing"
        case .testing: return "is tested"
        case .queued, .landed, .rework, .rejected, .withdrawn: break
        }
        if place.fronted != nil { return "was put first" }
        let parts = place.parts
        let named = [
            (parts.convoyAge, "convoy"), (parts.urgency, "priority"), (parts.waiting, "waiting"),
            (-parts.retries, "attempts"),
        ]
        let sum = named.filter { $0.0 != 0 }.map { points, name in
            (points < 0 ? " - " : " + ") + "\(abs(points)) \(name)"
        }
        return "\(place.score) = \(parts.base)\(sum.joined())" + (place.isOldest ? "; the oldest" : "")
    }
}

/// What stands for a request on the command line.
enum QueueID {
    static func of(_ text: String) throws(CommandFailure) -> BeadID {
        guard let id = BeadID(text) else {
            throw CommandFailure(
                .badData, code: "invalid", "not the id of a merge request or a bead: \(text.debugDescription)",
                hint: "gt mq list --all")
        }
        return id
    }
}
