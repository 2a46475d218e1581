import Bus
import Host
import TownModel
import Wire
import ZeroMQBus

/// The feed as one follower heard it, from the first event on, and what follows from it.
struct TownLog {
    private(set) var events: [TownEvent] = []
    private(set) var positions: [EventPosition] = []
    /// What a feed without holes never says.
    private(set) var faults: [String] = []
    /// Where each bead that was claimed and has not landed belongs.
    private(set) var atWork: [BeadID: RigName] = [:]
    private var lasts: [StreamName: Int64] = [:]

    var sequence: Int64 { positions.last?.sequence ?? 0 }

    mutating func take(_ item: FeedItem) {
        switch item {
        case .event(let event, let position, _):
            if position.sequence != sequence + 1 { faults.append("\(position.sequence) came after \(sequence)") }
            if position.previous != lasts[position.stream] ?? 0 {
                faults.append("\(position.sequence) names \(position.previous) as the one before it")
            }
            lasts[position.stream] = position.sequence
            positions.append(position)
            if let event { take(event) } else { faults.append("\(position.sequence) is of an unknown kind") }
        case .gone: faults.append("a part of the log was called gone")
        case .signal, .caughtUp, .away, .back: break
        }
    }

    private mutating func take(_ event: TownEvent) {
        events.append(event)
        switch event.kind {
        case .assignmentClaimed:
            if let assignment = event.data.assignment { atWork[assignment.bead] = assignment.rig }
        case .requestLanded:
            if let request = event.data.request { atWork[request.bead] = nil }
        default: break
        }
    }

    func of(_ kind: EventKind) -> [TownEvent] { events.filter { $0.kind == kind } }

    /// The assignments that reached this point, by number, as the event says them.
    func assignments(_ kind: EventKind) -> [Int64: Assignment] {
        let all = of(kind).compactMap(\.data.assignment)
        return Dictionary(all.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func isClosed(_ bead: String) -> Bool {
        events.last { ($0.kind == .beadClosed || $0.kind == .beadReopened) && $0.subject == bead }?.kind == .beadClosed
    }

    /// For a failure's text: what each bead that is not closed was told last, and what a person was told.
    var openEnds: [String] {
        var told: [String: String] = [:]
        for event in events {
            let bead = event.data.bead?.id ?? event.data.request?.bead ?? event.data.assignment?.bead
            guard let bead = bead ?? event.data.dispatch?.bead else { continue }
            told[bead.text, default: ""] += " \(event.sequence):\(event.kind.rawValue)"
        }
        let open = told.filter { !isClosed($0.key) }.map { "\($0.key):\($0.value)" }.sorted()
        return open + of(.escalationRaised).map { "told: \($0.data.note ?? $0.subject)" }
    }

    /// Whether this process has told the store that it is this role.
    func hasRegistered(_ role: RoleName, _ process: ProcessIdentity) -> Bool {
        events.contains { $0.kind == .roleRegistered && $0.data.role == role && $0.data.process == process }
    }

    /// Beads of the rig (of any when nil) that were claimed by `first` and landed after `last`.
    func underWay(from first: Int64, to last: Int64, in rig: RigName?) -> Set<BeadID> {
        var found: Set<BeadID> = []
        for event in events where event.sequence <= first && event.kind == .assignmentClaimed {
            guard let assignment = event.data.assignment, rig == nil || assignment.rig == rig else { continue }
            found.insert(assignment.bead)
        }
        for event in events where event.sequence <= last && event.kind == .requestLanded {
            if let request = event.data.request { found.remove(request.bead) }
        }
        return found
    }
}

extension ProcessTown {
    func connect() throws -> ZeroMQBus {
        try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
    }

    /// Follows the feed from the first event on until `each` says that it has seen enough, or the limit is reached:
    /// then `late` names what is missing.
    @discardableResult
    func follow(
        within limit: Duration = .seconds(30), _ each: (TownLog) async throws -> Bool
    ) async throws -> TownLog {
        let bus = try connect()
        let deadline = ContinuousClock.now.advanced(by: limit)
        var log = TownLog()
        var isEnough = false
        // The signals are for the deadline: heads come at least every five seconds, whatever happens.
        for try await item in EventFeed(bus: bus, signals: ["~"], after: 0) {
            log.take(item)
            isEnough = try await each(log)
            if isEnough || ContinuousClock.now > deadline { break }
        }
        await bus.close()
        guard isEnough else { throw Late(log: try logs(), open: log.openEnds) }
        return log
    }

    /// The whole log, page by page, as the store has it.
    func storedLog() async throws -> [EventPosition] {
        let bus = try connect()
        var found: [EventPosition] = []
        var after: Int64 = 0
        while true {
            let id = CommandID(composed: "log", String(after))
            let page = try await bus.query(EventsSince(after: after), id: id, within: .seconds(20)).reply
            found += try page.events.map { try CloudEvent.position(Array($0.utf8)) }
            after = page.after
            if after >= page.head { break }
        }
        await bus.close()
        return found
    }

    struct Late: Error, CustomStringConvertible {
        let log: String
        let open: [String]
        var description: String { "what was waited for did not come:\n\(open.joined(separator: "\n"))\n\(log)" }
    }
}
