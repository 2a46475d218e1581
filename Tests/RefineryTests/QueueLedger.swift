import LedgerStorage
import TownModel
import TownTesting
import Wire

/// The real ledger with a rig, and work that was handed in to its merge queue.
final class QueueLedger {
    let ledger: MemoryLedger
    private let rig = Samples.rigName

    init(gates: [Gate] = [Samples.test], remote: String?, foreignMoves: ForeignMoves = .accept) throws {
        var settings = RigSettings(gates: gates)
        settings.queue.foreignMoves = foreignMoves
        ledger = try MemoryLedger(
            now: Samples.noon, rig: nil,
            ports: LedgerPorts(ancestors: { _ in [] }, rigFile: { [settings] _ in .usable(settings, hash: "") }))
        try ledger.addRig(rig, prefix: "gt", remote: remote)
    }

    /// A bead, slung, claimed, worked on and done: its head is in the queue.
    func submit(_ title: String, base: CommitID, head: CommitID) throws -> MergeRequest {
        let bead = try ledger.send(BeadCreate(rig: rig, title: title)).bead.id
        try ledger.send(WorkSling(beads: [bead], noConvoy: true))
        let witness = RoleName.witness(rig)
        let assignment = try ledger.send(DispatchClaim(bead: bead, attempt: 1), as: witness).assignment
        let key = "key of session \(assignment.incarnation)"
        try ledger.send(AssignmentPrepared(number: assignment.number, base: base, key: key), as: witness)
        try ledger.send(
            WorkDone(assignment: assignment.number, status: .completed, head: head, base: base, message: title),
            sessionKey: key)
        let requests = try listing().requests
        guard let request = requests.first(where: { $0.bead == bead }) else {
            throw WireError(.bug, "\(bead) is not in the queue")
        }
        return request
    }

    func listing() throws -> RefineryListing { try ledger.ask(RefineryList(rig: rig)) }

    /// What the ledger published in the rig's stream after a sequence.
    func events(after sequence: Int64 = 0) throws -> [TownEvent] {
        try ledger.published.reversed().prefix { $0.sequence > sequence }.reversed()
            .filter { $0.stream == .rig(rig) }.map { try CloudEvent.decode($0.bytes) }
    }

    /// The sequence of the last event.
    var head: Int64 { ledger.published.last?.sequence ?? 0 }

    /// How often a request became landed.
    func landings(of request: BeadID) -> Int {
        ledger.published.count { $0.topic == "\(rig).\(EventKind.requestLanded.rawValue).\(request)" }
    }

    func status(of bead: BeadID) throws -> BeadStatus? {
        try ledger.ask(BeadShow(ids: [bead.text])).beads.first?.bead.status
    }
}
