import Host
import LedgerStorage
import TownModel
import Wire

/// What the ledger's writer carries out by itself, without a bus and without clients: durable commands in batches as they come
/// from 64 connections, their bodies put together as the load program does it. The store can't do more than that.
enum WriterCeiling {
    static let batch = 64

    /// Commands a second, one value a round.
    static func rates(in directory: String, update: Bool, rounds: Int, window: Duration) throws -> [Double] {
        let path = "\(directory)/ceiling-\(update).db"
        let ledger = try Ledger.open(
            at: .file(path), founding: Founding(townID: "bench", townName: "bench"), ports: .none, now: .now)
        let key = "ceiling"
        try ledger.grant([KeyGrant(actor: .overseer, secret: key)], at: .now)
        let headers = RequestHeaders(key: key)
        let mark = "the-number"
        let create = NumberedCommand(BeadCreate(title: "load \(mark)"), mark: mark, headers: headers)
        func queued(_ command: NumberedCommand, _ place: Int, _ number: Int) -> QueuedRequest {
            QueuedRequest(request: command.request(place, number), pid: nil)
        }
        var updates: [NumberedCommand] = []
        for answer in try ledger.execute((0..<batch).map { queued(create, $0, 0) }, at: .now).answers {
            guard case .ok(let body) = answer.result else { preconditionFailure("\(answer)") }
            let id = try JSONText.decode(BeadReply.self, from: body).bead.id
            updates.append(NumberedCommand(BeadUpdate(id: id, title: "load \(mark)"), mark: mark, headers: headers))
        }
        let clock = ContinuousClock()
        var serial = 1
        return try (0..<rounds).map { _ in
            let start = clock.now
            var done = 0
            while start.duration(to: clock.now) < window {
                let number = serial
                serial += 1
                let commands = (0..<batch).map { queued(update ? updates[$0] : create, $0, number) }
                done += try ledger.execute(commands, at: .now).answers.count
                if ledger.walPages >= LedgerLimits.restartPages { _ = try ledger.restartLog() }
            }
            return Double(done) / (start.duration(to: clock.now).inMilliseconds / 1000)
        }
    }
}
