package import TownModel
package import Wire

/// What became of all work, added up from the log alone: everything that was made has landed, is kept, has ended in another
/// way, was deleted or is still open, and each of these once.
///
/// It believes no row of the ledger: `differences(from:)` holds the ledger against it. Records that are no work (letters,
/// gates, epics, convoys) are not counted.
package struct WorkAudit: Sendable {
    /// The last event that was taken.
    package private(set) var sequence: Int64 = 0
    /// The first one; nil: none was.
    package private(set) var first: Int64?
    var beads: [BeadID: BeadAccount] = [:]
    var requests: [BeadID: MergeRequest] = [:]
    var assignments: [Int64: Assignment] = [:]
    var queued: Set<BeadID> = []
    var convoys: [BeadID: Convoy] = [:]

    package init() {}

    package mutating func take(_ event: TownEvent) {
        first = first ?? event.sequence
        sequence = event.sequence
        let data = event.data
        if let change = data.bead { take(change, event) }
        if let request = data.request { take(request) }
        if let assignment = data.assignment { assignments[assignment.number] = assignment }
        if let convoy = data.convoy { convoys[convoy.id] = convoy }
        if let entry = data.dispatch {
            if entry.state == .queued { queued.insert(entry.bead) } else { queued.remove(entry.bead) }
        }
    }

    /// Of a bead or a merge request; nil: of the town, or unknown.
    package func rig(of id: BeadID) -> RigName? { beads[id]?.rig ?? requests[id]?.rig }

    private mutating func take(_ change: BeadChange, _ event: TownEvent) {
        var account = beads[change.id] ?? BeadAccount(title: change.title, type: change.type)
        account.title = change.title
        account.type = change.type
        account.rig = event.stream.rig
        if event.kind == .beadCreated { account.isMade = true }
        if let status = change.status {
            if account.status?.isEnded == true, !status.isEnded { account.landings = [] }
            account.status = status
        } else if event.kind == .beadCreated {
            account.status = .open
        }
        beads[change.id] = account
    }

    private mutating func take(_ request: MergeRequest) {
        let before = requests.updateValue(request, forKey: request.id)
        guard request.state == .landed, before?.state != .landed else { return }
        beads[request.bead, default: BeadAccount(title: request.title, type: .task)].landings.append(request.id)
    }
}

/// What the log tells of one bead.
struct BeadAccount: Hashable, Sendable {
    var title: String
    var type: BeadType
    var rig: RigName?
    /// Its making is in the log; else it was imported, or the log begins later.
    var isMade = false
    /// nil: no event has told it.
    var status: BeadStatus?
    /// Requests of it that have landed, or are kept, since it was open last.
    var landings: [BeadID] = []

    init(title: String, type: BeadType) {
        self.title = title
        self.type = type
    }
}

extension BeadChange {
    /// The status that it changes to.
    fileprivate var status: BeadStatus? {
        guard let text = fields["status"]?.new, text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else {
            return nil
        }
        return BeadStatus(rawValue: String(text.dropFirst().dropLast()))
    }
}
