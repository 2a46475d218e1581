import Bus
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire

/// Sorts what arrives, on the bus's own thread: hands over and returns. Only a small command that came alone, while the
/// writer rests, is carried out here and now: a change of threads and back would cost it more than the bus loses.
struct Reception: Sendable {
    let bus: any BusEndpoint
    let commands: WorkQueue<WriterOrder>
    let queries: WorkQueue<WaitingQuery>
    let hearing: Hearing
    let door: WriterDeskDoor
    let desks: SideDesks
    var idleness = Idleness(limit: nil)

    func receive(_ delivery: Delivery) {
        switch delivery.request {
        case .failure(let malformed):
            hearing.note(RefusedQuestion(unheard: malformed.error.code, from: delivery.peer.remote, at: .now))
            // Without an id there is nobody who would understand the answer.
            guard let id = malformed.id else { return }
            refuse(id, malformed.error, delivery.route)
        case .success(let request):
            guard request.kind == .signal || idleness.takes(at: .now) else { return }
            switch request.kind {
            case .command:
                let order = WriterOrder.command(request, delivery.peer, delivery.route, arrived: .now)
                if delivery.isAlone, request.body.count <= StoreLimits.loneBytesMax, door.carryOutAlone(order) {
                    return
                }
                if !commands.put(order) { refuse(request.id, Self.busy(request.verb), delivery.route) }
            case .query:
                let query = WaitingQuery(request: request, peer: delivery.peer, route: delivery.route)
                if !put(query) { refuse(request.id, Self.busy(request.verb), delivery.route) }
            case .signal:
                // Whoever is over there is no service of this town.
                if let remote = delivery.peer.remote {
                    hearing.note(RefusedQuestion(unheard: .forbidden, from: remote, at: .now))
                } else {
                    hear(request)
                }
            }
        }
    }

    private func put(_ query: WaitingQuery) -> Bool {
        desks.put(query) ?? queries.put(query)
    }

    static func busy(_ verb: String) -> WireError {
        WireError(
            .busy, "the store has more waiting than it takes on: nothing was done", about: verb,
            hint: "try again in \(StoreLimits.busyRetryMilliseconds) ms with the same id")
    }

    private func refuse(_ id: CommandID, _ error: WireError, _ route: PeerRoute) {
        let retry = error.code == .busy ? StoreLimits.busyRetryMilliseconds : nil
        let headers = AnswerHeaders(sequence: 0, epoch: 0, retryAfterMilliseconds: retry)
        bus.answer(Answer(id: id, headers: headers, result: .error(error)), to: route)
    }

    /// A heartbeat is remembered and passed on; what gates write, and who is to patrol, is passed on. Other signals have no
    /// meaning yet, and a signal is promised nothing: one that can't be read tells nothing about anybody.
    private func hear(_ request: Request) {
        switch request.verb {
        case ServiceHeartbeat.verb:
            // As above.
            guard let heartbeat = try? JSONText.decode(ServiceHeartbeat.self, from: request.body) else { return }
            hearing.note(heartbeat, at: .now)
            bus.publish(topic: Hearing.topic(of: heartbeat.service), bytes: request.body)
        case GateOutput.verb:
            // As above.
            guard let output = try? JSONText.decode(GateOutput.self, from: request.body) else { return }
            bus.publish(topic: output.topic, bytes: request.body)
        case PatrolWake.verb:
            // As above.
            guard (try? JSONText.decode(PatrolWake.self, from: request.body)) != nil else { return }
            bus.publish(topic: PatrolWake.topic, bytes: request.body)
        case PatrolAwake.verb:
            // As above.
            guard let awake = try? JSONText.decode(PatrolAwake.self, from: request.body) else { return }
            bus.publish(topic: awake.topic, bytes: request.body)
        default:
            break
        }
    }
}
