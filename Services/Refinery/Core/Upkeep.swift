package import TownModel

/// A head that was handed in: `refs/gt/submitted/<bead>/<head>`.
package struct SubmittedHead: Hashable, Sendable {
    package var ref: String
    package var head: CommitID

    package init(ref: String, head: CommitID) {
        self.ref = ref
        self.head = head
    }
}

/// What no upkeep touches, because of requests that are open.
package struct Spared: Hashable, Sendable, Codable {
    /// Those that they name.
    package var heads: Set<CommitID>
    /// The last that each was in.
    package var runs: Set<String>
    /// That of the rig's ids: runs are called after requests, and those of other rigs are not known here.
    package var prefix: String

    package init(heads: Set<CommitID>, runs: Set<String>, prefix: String) {
        self.heads = heads
        self.runs = runs
        self.prefix = prefix
    }

    package init(_ requests: some Collection<MergeRequest>, prefix: String) {
        self.init(
            heads: Set(requests.map(\.head)),
            runs: Set(requests.compactMap { $0.log.flatMap { GateLogFile.run(ofLog: $0) } }), prefix: prefix)
    }

    /// Whether a run is of this rig, or of nobody's request, and no open one needs its logs.
    package func leaves(_ run: String) -> Bool {
        let isOwn = run.hasPrefix("\(prefix)-mr-")
        let isOfTarget = run.hasPrefix("target-") && !run.hasPrefix("target-mr-")
        return !runs.contains(run) && (isOwn || isOfTarget)
    }
}

/// What came of the daily upkeep of the rig's clone.
package enum UpkeepReport: Hashable, Sendable {
    /// Done now, or not long ago; next due then.
    case done(next: Timestamp)
    case failed(reason: String)
}

/// Which submitted heads need their ref no more.
package enum SubmittedRefs {
    /// Those whose landing (by head, its moment, as the target's own history tells it now) is over for long enough, and
    /// that no open request names. What was withdrawn, rejected or sent back has no landing, and is kept for good.
    package static func removable(
        _ submitted: [SubmittedHead], landed: [CommitID: Timestamp], sparing open: Set<CommitID>, at now: Timestamp
    ) -> [SubmittedHead] {
        submitted.filter { submitted in
            guard let moment = landed[submitted.head], !open.contains(submitted.head) else { return false }
            return moment.advanced(by: Limits.submittedKept) <= now
        }
    }
}
