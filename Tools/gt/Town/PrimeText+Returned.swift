import Host
import TownModel
import Wire

/// What a worker is told of work that came back from the merge queue: exactly what failed, and how to see it.
extension PrimeText {
    var returned: [String] {
        guard let returned = reply.returned else { return [] }
        let request = returned.request
        let what =
            switch request.fault {
            case .conflict: "It does not merge with what has landed since"
            case .failure, nil: "It merges, and what came of that did not pass a gate"
            }
        var lines = [
            "What was handed in as \(request.id), head \(request.head.short), came back from the merge queue. \(what). "
                + "That is time \(returned.times) of \(returned.timesMax); after the last a person is asked."
        ]
        if let reason = request.reason {
            lines += FramedText.lines(
                reason, "What the queue found, and what files are called and gates print",
                bytesMax: PrimeLimits.reasonBytes,
                whole: "gt mq status \(request.id)")
        }
        if let log = request.log { lines.append("All that the gates printed: \(place(ofLog: log))") }
        return lines + [Self.howToSee(request, target: assignment?.targetRevision ?? request.target)]
    }

    /// The worktree's beginning, as this session's own files have it.
    var keptWork: [String] {
        if let kept = assignment?.keptHead, reply.hook.bead?.id == assignment?.bead {
            return [
                "Your worktree begins at \(kept.short), the work that an earlier attempt has handed in: go on with it, and "
                    + "mend what is wrong with it."
            ]
        }
        guard let request = reply.returned?.request else { return [] }
        return [
            "That work is kept as refs/gt/submitted/\(request.bead)/\(request.head): git merge \(request.head.short) "
                + "takes it over."
        ]
    }

    /// Said already, with the work that came back.
    func isReturn(_ reason: String) -> Bool {
        guard let said = reply.returned?.request.reason, !said.isEmpty else { return false }
        return reason.hasPrefix(said)
    }

    private static func howToSee(_ request: MergeRequest, target: String) -> String {
        switch request.fault {
        case .conflict:
            "To see it: git merge \(target), in your worktree. Resolve what collides so that both sides' purpose is kept, and "
                + "commit the merge."
        case .failure, nil:
            "To see what was tested: git merge \(target), in your worktree, then run what the gate runs."
        }
    }

    private func place(ofLog log: String) -> String {
        let path = UntrustedText.line(log)
        return assignment.map { "\($0.town)/\(path)" } ?? "\(path), in the town's directory"
    }
}
