internal import TownModel
internal import Wire

/// What a Refinery tells of its runs of the gates.
extension VerbRule {
    static let verdicts: [VerbRule] = [
        .command(MergeJudged.self) { (judged, transaction) throws(LedgerError) in
            try transaction.judged(judged)
        },
        .command(MergeWaits.self) { (waits, transaction) throws(LedgerError) in
            try transaction.waits(waits)
        },
    ]
}

extension Transaction {
    fileprivate func judged(_ judged: MergeJudged) throws(LedgerError) -> Done {
        try checkRole(.refinery(judged.rig))
        let rig = try knownRig(judged.rig)
        let run = judged.run
        try emit(
            run.red == nil ? .gatesPassed : .gatesFailed, in: .rig(rig.name), subject: run.tip.text,
            EventData(run: run))
        for result in run.results {
            try count(result.name, of: rig.name, runs: 1, reds: result.name == run.red?.gate ? 1 : 0)
        }
        guard rig.settings.gates == judged.gates else { return Done() }
        var verdict = try verdict(of: run.tree, in: rig.name) ?? TreeVerdict(tree: run.tree)
        let flakes = verdict.take(run)
        try save(verdict, of: rig.name)
        for (gate, times) in flakes.sorted(by: { $0.key < $1.key }) {
            try count(gate, of: rig.name, flakes: times)
            let record = try gateRecords(of: rig.name, at: now).first { $0.gate == gate }
            try emit(
                .gateFlaked, in: .rig(rig.name), subject: gate,
                EventData(
                    note: "red and green on the same content (\(run.tree.short)); \(record?.flakes ?? times) times in "
                        + "\(GateRecord.days) days, in \(record?.runs ?? 1) runs"))
        }
        return Done()
    }

    fileprivate func waits(_ waits: MergeWaits) throws(LedgerError) -> Done {
        var request = try knownRequest(waits.request)
        try checkRole(.refinery(request.rig))
        let reason = BeadText.cut(waits.reason)
        guard request.state == .queued || request.state == .testing else {
            throw .refuse(
                .conflict, "\(request.id) is \(request.state.rawValue): it waits for nobody", about: request.id.text)
        }
        guard request.reason != reason || request.state != .queued else { return Done() }
        request.state = .queued
        request.reason = reason
        try save(request)
        try emit(.requestWaits, about: request, note: reason)
        return Done()
    }
}
