import TownModel
import Wire

extension Check {
    static let bus = Check("bus", why: "who is turned away at the sockets does no work, or should not be there") {
        examination in
        _ = try examination.status()
        let report = try await examination.client.query(BusStatus())
        var found: [Finding] = []
        if let remote = report.remote, let problem = remote.problem {
            found.append(
                .broken(
                    remote.requests.text, "no other machine is let in: \(problem)",
                    next: "correct what it names, then gt down and gt up"))
        }
        if report.descriptors * 100 >= report.descriptorsMax * DoctorLimits.descriptorsPercent {
            found.append(
                .warning(
                    "descriptors", "\(report.descriptors) of \(report.descriptorsMax) are open",
                    next: "look who holds connections open (ss -x); raise ulimit -n or LimitNOFILE"))
        }
        for sentence in BusText.refusals(report) {
            found.append(.warning("sockets", sentence, next: "gt bus; the count starts again with the store"))
        }
        return found.isEmpty ? [.fine("sockets", "\(report.accepted) connections, nobody was turned away")] : found
    }
}
