import Bus
import Host
import LedgerStorage
import RoleRuntime
import Synchronization
import TownModel
import Wire

/// Copies the ledger, and looks at copies, on a thread of its own: neither a command nor a query waits for it.
///
/// One at a time. A question that is asked again under its id, as the bus does while an answer is long in coming, is the
/// same piece of work.
final class Backups: Sendable {
    private struct Memory {
        /// Waiting or at work, with where the answer goes.
        var open: [CommandID: PeerRoute] = [:]
        /// The newest last.
        var answered: [Answer] = []
    }

    private let memory = Mutex(Memory())
    private let queue = WorkQueue<WaitingQuery>(itemsMax: StoreLimits.backupsWaitingMax)
    private let bus: any BusEndpoint

    init(bus: any BusEndpoint) { self.bus = bus }

    /// False when there is no room.
    func put(_ query: WaitingQuery) -> Bool {
        let id = query.request.id
        let (known, answer) = memory.withLock { memory in
            if let answer = memory.answered.last(where: { $0.id == id }) { return (true, Optional(answer)) }
            return (memory.open.updateValue(query.route, forKey: id) != nil, nil)
        }
        if let answer { bus.answer(answer, to: query.route) }
        if known { return true }
        if queue.put(query) { return true }
        memory.withLock { $0.open[id] = nil }
        return false
    }

    /// A thread that ends with `close`.
    func start(
        layout: TownLayout, ports: LedgerPorts, failed: @escaping @Sendable (any Error) -> Void
    ) -> StoreThread {
        StoreThread { [self] in
            do {
                let connection = try QueryConnection(path: layout.ledger, ports: ports)
                while true {
                    let piece = queue.take(max: 1)
                    if piece.isClosed { return }
                    for query in piece.items { settle(try answer(query, connection, layout)) }
                }
            } catch {
                failed(error)
            }
        }
    }

    func close() { queue.close(takers: 1) }

    private func settle(_ answer: Answer) {
        let route = memory.withLock { memory in
            memory.answered.append(answer)
            if memory.answered.count > StoreLimits.backupAnswersMax { memory.answered.removeFirst() }
            return memory.open.removeValue(forKey: answer.id)
        }
        if let route { bus.answer(answer, to: route) }
    }

    private func answer(
        _ query: WaitingQuery, _ connection: QueryConnection, _ layout: TownLayout
    ) throws -> Answer {
        let request = query.request
        // Who asks is found out as for every question.
        let who = try connection.answer(
            QueuedRequest(
                request: Request(
                    id: request.id, kind: .query, verb: WhoAmI.verb, headers: request.headers,
                    body: JSONText.encode(WhoAmI())), pid: query.peer.pid), memory: StoreMemory(), at: .now)
        guard case .ok(let body) = who.result else { return who }
        let actor = try JSONText.decode(WhoAmIReply.self, from: body).actor
        return Answer(
            id: request.id, headers: who.headers, result: Self.result(request, actor, layout, who.headers.sequence))
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
