import TownModel
import Wire

/// Compares what was tried and acknowledged with a log. Each fault is a sentence.
struct AttemptAudit {
    private(set) var faults: [String] = []

    init(_ attempts: [AttemptLedger.Attempt], log: [TownEvent]) {
        judgeNumbers(log)
        judgeOrigin(attempts, log)
        let places = Dictionary(grouping: log.filter { $0.kind != .commandRefused }, by: \.cause)
            .mapValues { $0.map(\.sequence) }
        for attempt in attempts { judge(attempt, places[attempt.id] ?? []) }
        for (lane, tried) in Dictionary(grouping: attempts, by: \.lane) {
            let found = tried.compactMap { places[$0.id]?.first }
            if found != found.sorted() { faults.append("\(lane) was not carried out in its order") }
        }
    }

    /// Dense, and each stream's chain without a hole.
    private mutating func judgeNumbers(_ log: [TownEvent]) {
        var ends: [StreamName: Int64] = [:]
        for (place, event) in log.enumerated() {
            if event.sequence != Int64(place + 1) {
                return faults.append("event \(event.sequence) stands at place \(place + 1) of the log")
            }
            if event.previous != ends[event.stream, default: 0] {
                faults.append("event \(event.sequence) follows \(event.previous) in \(event.stream)")
            }
            ends[event.stream] = event.sequence
        }
    }

    /// Nothing was refused but for its lateness, and nothing that changed a bead was sent by nobody.
    ///
    /// A store that stands still finds commands whose senders have given up. It says so of each, and does none of them:
    /// the repetition under the same id is the one that counts.
    private mutating func judgeOrigin(_ attempts: [AttemptLedger.Attempt], _ log: [TownEvent]) {
        let known = Set(attempts.map(\.id))
        for event in log {
            if event.data.bead != nil, !known.contains(event.cause) {
                faults.append("nobody tried \(event.cause), event \(event.sequence)")
            }
            let note = event.data.note ?? ""
            if event.kind == .commandRefused, note.contains(": \(ErrorCode.expired.rawValue): ") { continue }
            if [.commandRefused, .mailSent, .escalationRaised].contains(event.kind) {
                faults.append("event \(event.sequence): \(event.kind.rawValue) \(note)")
            }
        }
    }

    /// Acknowledged is in the log, at the place that was named; whatever is there, is there once.
    private mutating func judge(_ attempt: AttemptLedger.Attempt, _ places: [Int64]) {
        if places.count > 1 { faults.append("\(attempt.id) was carried out \(places.count) times: \(places)") }
        guard let told = attempt.sequence else { return }
        guard let place = places.first else { return faults.append("\(attempt.id) was acknowledged and is lost") }
        if told != 0, told != place {
            faults.append("\(attempt.id) was acknowledged as event \(told) and is event \(place)")
        }
    }
}
