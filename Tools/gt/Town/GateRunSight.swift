import Host
import TownModel
import Wire

/// The run of the gates that somebody means who asks for its log: the one under way, else the last.
struct GateRunSight {
    let run: String
    let rig: RigName
    let isUnderWay: Bool
    /// Those that are known to have been in it.
    let requests: [MergeRequest]
    /// Other runs under way, by their topmost requests.
    let others: [BeadID]
    /// The gates that the rig has now.
    let gates: [String]
    /// As of when all this is so.
    let sequence: Int64
    let epoch: Int64

    /// - Parameter text: a rig, a merge request or a bead, or the beginning of an id; nil: whatever runs in the rig that the
    ///   current directory is in, elsewhere in the town.
    static func of(
        _ text: String?, _ call: Invocation, _ client: TownClient, _ layout: TownLayout
    ) async throws(CommandFailure) -> GateRunSight {
        let rigs = try await client.query(RigList()).rigs
        let meant = if let text { rigs.map(\.name).first { $0.text == text } } else { try call.rigHere() }
        let requests: [MergeRequest]
        let headers: AnswerHeaders
        if let text, meant == nil {
            let request: MergeRequest
            (request, headers) = try await client.request(text)
            requests = [request]
        } else {
            let list = MergeList(rig: meant, includeEnded: true, limit: WireLimits.pageRowsMax)
            let page: MergePage
            (page, headers) = try await client.full(list, within: CommandLimits.pageWait)
            requests = page.requests
        }
        guard let choice = Choice(requests, written: written(layout)) else {
            throw nothingRan(requests, asked: text, in: meant)
        }
        return GateRunSight(
            run: choice.run, rig: choice.requests[0].rig, isUnderWay: choice.isUnderWay, requests: choice.requests,
            others: choice.others,
            gates: rigs.first { $0.name == choice.requests[0].rig }?.settings.gates.map(\.name) ?? [],
            sequence: headers.sequence, epoch: headers.epoch)
    }

    /// When each run's logs were last written.
    private static func written(_ layout: TownLayout) -> [String: Timestamp] {
        var written: [String: Timestamp] = [:]
        for file in GateLogs.all(layout) {
            guard let moment = Files.modifiedAt("\(layout.root)/\(file.path)") else { continue }
            written[file.run] = max(written[file.run] ?? moment, moment)
        }
        return written
    }

    private static func nothingRan(
        _ requests: [MergeRequest], asked text: String?, in rig: RigName?
    ) -> CommandFailure {
        if text != nil, rig == nil, let request = requests.first {
            return CommandFailure(
                .refused, code: "not-found",
                "no gates have run on \(request.id) (\(request.bead)), which is \(request.state.rawValue)",
                about: request.id.text, hint: "gt mq why \(request.id)")
        }
        return CommandFailure(
            .refused, code: "not-found", "no gates have run on anything in \(rig.map { "rig \($0)" } ?? "this town")",
            about: rig?.text, hint: "gt mq list\(rig.map { " \($0)" } ?? "") --all")
    }
}

extension GateRunSight {
    /// Of all runs that requests name.
    struct Choice: Hashable {
        let run: String
        let isUnderWay: Bool
        let requests: [MergeRequest]
        let others: [BeadID]

        /// The one that was written to last; one under way that has written nothing yet is the newest.
        init?(_ requests: [MergeRequest], written: [String: Timestamp]) {
            var named: [String: [MergeRequest]] = [:]
            for request in requests {
                guard let run = request.gateRun else { continue }
                named[run, default: []].append(request)
            }
            let underWay = named.filter { $0.value.contains { $0.state == .testing } }
            let none = Timestamp(milliseconds: underWay.isEmpty ? .min : .max)
            let newest = (underWay.isEmpty ? named : underWay).max { one, other in
                (written[one.key] ?? none, one.key) < (written[other.key] ?? none, other.key)
            }
            guard let newest else { return nil }
            run = newest.key
            isUnderWay = !underWay.isEmpty
            self.requests = newest.value
            others = underWay.filter { $0.key != newest.key }.compactMap { $0.value.last?.id }.sorted()
        }
    }
}

extension MergeRequest {
    /// The last run of gates that it was in, or whose verdict it landed by.
    fileprivate var gateRun: String? {
        (log ?? proof?.gates.compactMap(\.log).last).flatMap { GateLogFile.run(ofLog: $0) }
    }
}
