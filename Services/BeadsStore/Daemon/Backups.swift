import Bus
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// Copies the ledger, and looks at copies, on a thread of its own: neither a command nor a query waits for it.
///
/// One at a time. A question that is asked again under its id, as the bus does while an answer is long in coming, is the
/// same piece of work.
final class Backups: Sendable {
    private let questions = RepeatedQuestions()
    private let queue = WorkQueue<WaitingQuery>(itemsMax: StoreLimits.backupsWaitingMax)
    private let bus: any BusEndpoint

    init(bus: any BusEndpoint) { self.bus = bus }

    /// False when there is no room.
    func put(_ query: WaitingQuery) -> Bool { questions.put(query, into: queue, bus) }

    /// A thread that ends with `close`.
    func start(
        layout: TownLayout, ports: LedgerPorts, failed: @escaping @Sendable (any Error) -> Void
    ) -> StoreThread {
        StoreThread(.later) { [self] in
            do {
                let connection = try QueryConnection(path: layout.ledger, ports: ports)
                while true {
                    let piece = queue.take(max: 1)
                    if piece.isClosed { return }
                    for query in piece.items { questions.settle(try answer(query, connection, layout), bus) }
                }
            } catch {
                failed(error)
            }
        }
    }

    func close() { queue.close(takers: 1) }

    private func answer(
        _ query: WaitingQuery, _ connection: QueryConnection, _ layout: TownLayout
    ) throws -> Answer {
        let request = query.request
        // Who asks is found out as for every question.
        let who = try connection.asker(of: query.queued, at: .now)
        if let refusal = who.refusal { return refusal }
        return Answer(
            id: request.id, headers: who.headers, result: Self.result(request, who.actor, layout, who.headers.sequence))
    }

    private static func result(
        _ request: Request, _ actor: Address?, _ layout: TownLayout, _ sequence: Int64
    ) -> AnswerResult {
        guard actor == .overseer || actor == .deacon else {
            return .error(
                WireError(
                    .forbidden, "\(request.verb) is for the overseer and the Deacon", about: actor?.description,
                    hint: "run it as the user who owns the town"))
        }
        do {
            if request.verb == BackupVerify.verb {
                let asked = try JSONText.decode(BackupVerify.self, from: request.body)
                return .ok(JSONText.encode(try LedgerBackup.verify(asked.path)))
            }
            try Files.makePrivateDirectory(layout.backups)
            // Nobody else makes copies, and this one is not begun yet: these are of a store that was killed.
            for name in Files.names(in: layout.backups) where LedgerBackup.isHalf(name) {
                try Files.removeTree("\(layout.backups)/\(name)")
            }
            let path = layout.backup(at: .now, sequence: sequence)
            return .ok(JSONText.encode(try LedgerBackup.make(of: layout.ledger, to: path)))
        } catch let error as WireError {
            return .error(error)
        } catch {
            return .error(
                WireError(
                    .conflict, "no sound backup: \(error)", about: request.verb,
                    hint: "the ledger itself is untouched; gt doctor looks at it"))
        }
    }
}
