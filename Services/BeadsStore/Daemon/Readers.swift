import Bus
import Host
import LedgerStorage
import TownModel
import Wire

/// A query as it waits for a reader.
struct WaitingQuery: Sendable {
    var request: Request
    var peer: PeerCredentials
    var route: PeerRoute

    /// As the ledger takes it.
    var queued: QueuedRequest { QueuedRequest(request: request, pid: peer.pid, remote: peer.remote) }
}

/// The threads that answer queries, each with a read-only connection of its own: a slow list delays neither a command
/// nor the bus.
struct Readers {
    let path: String
    let ports: LedgerPorts
    let files: TownFiles
    let bus: any BusEndpoint
    let queue: WorkQueue<WaitingQuery>
    let writer: WorkQueue<WriterOrder>
    let hearing: Hearing
    let access: RemoteAccess

    func start(failed: @escaping @Sendable (any Error) -> Void) -> [StoreThread] {
        (0..<StoreLimits.readers).map { _ in
            StoreThread {
                do {
                    let connection = try QueryConnection(path: path, ports: ports)
                    while true {
                        let piece = queue.take(max: 1)
                        for query in piece.items { bus.answer(try answer(query, connection), to: query.route) }
                        if piece.isClosed, piece.items.isEmpty { return }
                    }
                } catch {
                    failed(error)
                }
            }
        }
    }

    private func answer(_ query: WaitingQuery, _ connection: QueryConnection) throws -> Answer {
        if query.request.verb == ConfigReload.verb { return try reload(query, connection) }
        if query.request.verb == BusStatus.verb { return try busStatus(query, connection) }
        return try connection.answer(query.queued, memory: hearing.now, at: .now)
    }

    private func busStatus(_ query: WaitingQuery, _ connection: QueryConnection) throws -> Answer {
        let asker = try connection.asker(of: query.queued, at: .now)
        if let refusal = asker.refusal { return refusal }
        return Answer(
            id: query.request.id, headers: asker.headers, result: .ok(JSONText.encode(access.report)))
    }

    /// Reads the files here, hands what they say to the writer, and answers with what could not be used.
    private func reload(_ query: WaitingQuery, _ connection: QueryConnection) throws -> Answer {
        let id = query.request.id
        if let refusal = try connection.asker(of: query.queued, at: .now).refusal { return refusal }
        var list = query
        list.request.verb = RigList.verb
        list.request.body = JSONText.encode(RigList())
        let listed = try connection.answer(list.queued, memory: hearing.now, at: .now)
        guard case .ok(let body) = listed.result else { return listed }
        let rigs = try JSONText.decode(RigPage.self, from: body).rigs.filter { $0.state != .removed }
        let commands = files.commands(rigs: rigs.map(\.name))
        let directives = files.directives(rigs: rigs.map(\.name))
        guard writer.put(.apply(commands, directives)) else {
            return Answer(id: id, headers: listed.headers, result: .error(Reception.busy(ConfigReload.verb)))
        }
        let report = ConfigReport(
            problems: commands.compactMap(\.problem) + directives.files.compactMap(\.problem))
        bus.publish(
            topic: ConfigReloaded.topic, bytes: JSONText.encode(ConfigReloaded(problems: report.problems.count)))
        return Answer(id: id, headers: listed.headers, result: .ok(JSONText.encode(report)))
    }
}
