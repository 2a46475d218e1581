import Foundation
import LedgerStorage
import TownModel
import Wire

/// What the ledger's writer carries out by itself, without a bus and without clients: durable commands in batches as they come
/// from 64 connections. The store can't do more than that.
enum WriterCeiling {
    static let batch = 64

    /// Commands a second, one value a round.
    static func rates(in directory: String, update: Bool, rounds: Int, window: Duration) throws -> [Double] {
        let path = "\(directory)/ceiling-\(update).db"
        let ledger = try Ledger.open(
            at: .file(path), founding: Founding(townID: "bench", townName: "bench"), ports: .none, now: now)
        let key = "ceiling"
        try ledger.grant([KeyGrant(actor: .overseer, secret: key)], at: now)
        let headers = RequestHeaders(key: key)
        var serial = 0
        func request<C: Command>(_ command: C) -> QueuedRequest {
            serial += 1
            return QueuedRequest(
                request: Request(
                    id: CommandID(composed: "ceiling", "\(serial)"), kind: .command, verb: C.verb, headers: headers,
                    body: JSONText.encode(command)), pid: nil)
        }
        var beads: [BeadID] = []
        for answer in try ledger.execute((0..<batch).map { _ in request(BeadCreate(title: "load")) }, at: now).answers {
            guard case .ok(let body) = answer.result else { preconditionFailure("\(answer)") }
            beads.append(try JSONText.decode(BeadReply.self, from: body).bead.id)
        }
        let clock = ContinuousClock()
        return try (0..<rounds).map { round in
            let start = clock.now
            var done = 0
            while start.duration(to: clock.now) < window {
                let commands = (0..<batch).map { place -> QueuedRequest in
                    update
                        ? request(BeadUpdate(id: beads[place], title: "load \(round) \(done + place)"))
                        : request(BeadCreate(title: "load \(done + place)"))
                }
                done += try ledger.execute(commands, at: now).answers.count
                if ledger.walPages >= LedgerLimits.restartPages { _ = try ledger.restartLog() }
            }
            return Double(done) / (start.duration(to: clock.now).inMilliseconds / 1000)
        }
    }

    private static var now: Timestamp { Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }
}
