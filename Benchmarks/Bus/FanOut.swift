import Foundation
import Host
import TownModel
import Wire

/// One event, many who hear it: 1,000 durable commands a second, and how long each event takes to each socket.
///
/// The commit itself is not seen from outside. From the sending is longer than from the commit, and is what is judged; from
/// the answer, which leaves the store together with the event, is shorter, and may be less than nothing.
enum FanOut {
    static let perSecond = 1_000
    static let events = 5_000

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        guard let store = town.store?.processIdentifier else { preconditionFailure("the store was not started") }
        let verb = try DurableVerb.setting(try town.overseer())
        var report = Report(title: "Fan-out at \(perSecond) events a second")
        for sockets in [1, 10, 50] {
            let peers = try FanOutPeers(
                sockets: sockets, count: events, requests: town.layout.requestEndpoint, feed: town.layout.feedEndpoint)
            try peers.listen(to: "\(StreamName.town).\(EventKind.settingChanged.rawValue).")
            var effort = Effort()
            let times = try await effort.add(store) {
                try peers.measure(perSecond: perSecond) { verb.frames(sockets, $0) }
            }
            let word = sockets == 1 ? "1 socket" : "\(sockets) sockets"
            report.measurements += [
                Measurement(
                    name: "\(word): from sending the command to its event",
                    values: times.milliseconds(since: times.sent),
                    unit: "ms", goal: sockets == 10 ? .p99Under(5) : nil),
                Measurement(
                    name: "\(word): from its answer to its event", values: times.milliseconds(since: times.answered),
                    unit: "ms"),
            ]
            report.notes.append(
                "\(word), \(events) events in \(events / perSecond) s: "
                    + effort.text(events * sockets, "an event and socket"))
        }
        report.notes.append("Every event reached every socket once, or there would be no table.")
        return report
    }
}
