import TownModel
import Wire

/// What has come to the sockets, in sentences: refusals first, because somebody may want to know of them.
enum BusText {
    static func text(_ report: BusReport, _ screen: Screen) -> String {
        let refusals = refusals(report).map { screen.paint($0, .yellow) }
        return ([entrance(report, screen)] + refusals + [traffic(report)]).joined(separator: "\n")
    }

    /// One sentence for each kind of what was not let in; none when there was nothing.
    static func refusals(_ report: BusReport) -> [String] {
        [
            (report.refusedKeys, "with a key that is not on the list"),
            (report.failedHandshakes, "that did not speak the protocol, or in the clear"),
            (report.strangers, "of another user or a key that was revoked"),
            (report.malformed, "that were no requests"),
            (report.busy, "turned away because the connection had too many under way"),
            (report.acceptsFailed, "that could not be taken"),
        ].filter { $0.0 > 0 }.map { "refused: \($0.0) \($0.1)" }
            + (report.crowds > 0 ? ["closed for want of descriptors: \(report.crowds) times"] : [])
    }

    private static func entrance(_ report: BusReport, _ screen: Screen) -> String {
        guard let remote = report.remote else {
            return "only this machine is let in (gt config set bus.listen tcp://<host>:<port> opens the town to others)"
        }
        if let problem = remote.problem {
            return screen.paint("no other machine is let in at \(remote.requests): ", .red) + screen.plain(problem)
        }
        let key = remote.townKey.map(\.text) ?? "unknown"
        return "other machines come in at \(remote.requests), feed \(remote.feed)\ntown key: \(key)"
    }

    private static func traffic(_ report: BusReport) -> String {
        "\(report.accepted) connections taken, \(report.droppedAnswers) answers to callers who had gone, "
            + "\(report.descriptors) of \(report.descriptorsMax) descriptors open"
    }
}
