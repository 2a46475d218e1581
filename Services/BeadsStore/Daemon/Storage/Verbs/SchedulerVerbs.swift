internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Holding what waits, and saying that the machine is full.
extension VerbRule {
    static let scheduler: [VerbRule] = [
        .command(SchedulerPause.self) { (pause, transaction) throws(LedgerError) in
            try transaction.pause(pause)
            return try transaction.scheduler(
                rig: pause.rig, limit: SchedulerLimits.rowsAfterChange, at: transaction.now)
        },
        .command(SchedulerResume.self) { (resume, transaction) throws(LedgerError) in
            try transaction.resume(resume)
            return try transaction.scheduler(
                rig: resume.rig, limit: SchedulerLimits.rowsAfterChange, at: transaction.now)
        },
        .command(HostJudged.self) { (judged, transaction) throws(LedgerError) in
            try transaction.judged(judged)
            return Done()
        },
    ]
}

extension QueryRule {
    static let scheduler: [QueryRule] = [
        .query(SchedulerShow.self) { (show, reading) throws(LedgerError) in
            try reading.scheduler(rig: show.rig, limit: PageLimit.rows(show.limit), at: reading.now)
        }
    ]
}

enum SchedulerLimits {
    /// Waiting entries in the answer to a change: a look is another question.
    static let rowsAfterChange = 20
}

extension Transaction {
    /// Who holds it already keeps the hold.
    fileprivate func pause(_ pause: SchedulerPause) throws(LedgerError) {
        if let reason = pause.reason { try BeadText.check(reason: reason) }
        if let rig = pause.rig { _ = try knownRig(rig) }
        guard try schedulerHold(pause.rig) == nil else { return }
        let hold = SchedulerHold(by: speaker.actor, since: now, reason: pause.reason)
        try setMeta(CapacityMeta.hold(pause.rig), JSONText.text(hold))
        let why = pause.reason.map { ": \($0)" } ?? ""
        try tellHold(of: pause.rig, note: "what waits is paused\(why)")
    }

    fileprivate func resume(_ resume: SchedulerResume) throws(LedgerError) {
        if let preset = resume.preset { return try forgetLimit(of: preset) }
        if let rig = resume.rig { _ = try knownRig(rig) }
        guard try schedulerHold(resume.rig) != nil else { return }
        try setMeta(CapacityMeta.hold(resume.rig), nil)
        try tellHold(of: resume.rig, note: "what waits goes on")
    }

    private func tellHold(of rig: RigName?, note: String) throws(LedgerError) {
        try tellCapacity(note: note) { (other) throws(LedgerError) in rig == nil || rig == other.name }
    }

    fileprivate func judged(_ judged: HostJudged) throws(LedgerError) {
        try checkRole(.witness(judged.rig))
        let before = try hostPressure(judged.rig)
        guard (before == nil) != (judged.pressure == nil) else { return }
        try setMeta(CapacityMeta.pressure(judged.rig), judged.pressure.map { JSONText.text($0) })
        let note = judged.pressure.map { "nothing new is begun: \($0.text)" } ?? "the machine has room again"
        try tellCapacity(of: judged.rig, note: BeadText.cut(note))
    }
}

extension LedgerReader {
    func scheduler(rig wanted: RigName?, limit: Int, at now: Timestamp) throws(LedgerError) -> SchedulerReply {
        if let wanted { _ = try knownRig(wanted) }
        var shelf = try roomShelf(at: now)
        var rooms: [RigRoom] = []
        var waiting: [WaitingEntry] = []
        var count = 0
        for rig in try rigs() where rig.state != .removed && (wanted == nil || wanted == rig.name) {
            let queue = try dispatchQueue(of: rig.name)
            count += queue.count
            rooms.append(
                RigRoom(
                    rig: rig.name, state: rig.state, running: shelf.counts.rigs[rig.name] ?? 0,
                    polecatsMax: rig.settings.polecatsMax, waiting: queue.count, hold: try schedulerHold(rig.name),
                    pressure: try hostPressure(rig.name)))
            for (index, entry) in queue.enumerated() where waiting.count < limit {
                waiting.append(
                    WaitingEntry(
                        entry: entry, title: try knownBead(entry.bead).bead.title, place: index + 1,
                        holds: try roomHolds(entry, rig, &shelf)))
            }
        }
        return SchedulerReply(
            stopped: shelf.stopped, hold: try schedulerHold(nil), limits: try townLimits(), running: shelf.counts.town,
            presets: shelf.counts.presets, limited: try providerLimits().filter { $0.until > now }, rigs: rooms,
            waiting: waiting, waitingCount: count)
    }
}
