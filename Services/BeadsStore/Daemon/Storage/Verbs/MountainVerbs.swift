internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Epics that are driven to their end by themselves.
extension VerbRule {
    static let mountains: [VerbRule] = [
        .command(MountainBegin.self) { (begin, transaction) throws(LedgerError) in
            try transaction.begin(begin)
        },
        .command(MountainSteer.self) { (steer, transaction) throws(LedgerError) in
            ConvoyReply(convoy: try transaction.steer(steer))
        },
        .command(ConvoyStuck.self) { (stuck, transaction) throws(LedgerError) in
            try transaction.stuck(stuck)
        },
    ]
}

extension Transaction {
    fileprivate func begin(_ begin: MountainBegin) throws(LedgerError) -> StageReply {
        let epic = try knownBead(begin.epic)
        guard epic.bead.type == .epic else {
            throw .refuse(
                .invalid, "\(epic.id) is no epic but \(epic.bead.type.rawValue)", about: epic.id.text,
                hint: "gt sling \(epic.id)")
        }
        if let id = try text("SELECT convoy FROM mountain_epics WHERE epic = ?", .text(epic.id.text))
            .flatMap({ BeadID($0) })
        {
            return StageReply(convoy: try knownConvoy(id), waves: [])
        }
        let reply = try stage(ConvoyStage(beads: [epic.id], title: begin.title, rig: begin.rig))
        guard var convoy = reply.convoy else { return reply }
        convoy.mountain = Mountain()
        let members = try staged(convoy.members.map(\.bead), rig: begin.rig, in: convoy.id)
        let (launched, slung) = try open(convoy, members)
        try drive(launched)
        return StageReply(convoy: launched, waves: reply.waves, findings: reply.findings, slung: slung)
    }

    /// What gets one of its epics above it joins it from now on.
    func drive(_ convoy: Convoy) throws(LedgerError) {
        guard convoy.mountain != nil else { return }
        for epic in convoy.epics ?? [] {
            try write(
                "INSERT INTO mountain_epics (epic, convoy) VALUES (?, ?) ON CONFLICT (epic) DO NOTHING",
                .text(epic.text), .text(convoy.id.text))
        }
    }

    func driveNoMore(_ convoy: Convoy) throws(LedgerError) {
        try write("DELETE FROM mountain_epics WHERE convoy = ?", .text(convoy.id.text))
    }

    fileprivate func steer(_ steer: MountainSteer) throws(LedgerError) -> Convoy {
        var convoy = try knownConvoy(steer.convoy)
        if let reason = steer.reason { try BeadText.check(reason: reason) }
        guard var mountain = convoy.mountain, convoy.state == .open else {
            throw .refuse(
                .conflict, "\(convoy.id) is no mountain that is driven", about: convoy.id.text,
                hint: "gt mountain status")
        }
        let why = steer.reason.map { ": \($0)" } ?? ""
        switch steer.action {
        case .pause:
            guard mountain.pause == nil else { return convoy }
            try takeBack(convoy, reason: "\(convoy.id) is paused\(why)")
            mountain.pause = SchedulerHold(by: speaker.actor, since: now, reason: steer.reason)
            convoy.mountain = mountain
            return try keep(convoy, as: .convoyChanged, note: "paused\(why)")
        case .resume:
            guard mountain.pause != nil else { return convoy }
            convoy.mountain = Mountain()
            return try keep(convoy, as: .convoyChanged, note: "goes on")
        case .cancel:
            try takeBack(convoy, reason: "\(convoy.id) is cancelled\(why)")
            try close(try knownConvoy(convoy.id), reason: "it is driven no more\(why)")
            return try knownConvoy(convoy.id)
        }
    }

    /// What waits in a queue, and in no other convoy that would have it there, is ready and nobody's again.
    private func takeBack(_ convoy: Convoy, reason: String) throws(LedgerError) {
        for member in convoy.members where member.disposition == .taken {
            guard try knownBead(member.bead).queued, try !isFedByAnother(member.bead, than: convoy.id) else { continue }
            try withdrawDispatch(member.bead, reason: BeadText.cut(reason))
            try change(try knownBead(member.bead), note: BeadText.cut(reason)) {
                $0.free()
                $0.queued = false
            }
        }
    }

    private func isFedByAnother(_ bead: BeadID, than own: BeadID) throws(LedgerError) -> Bool {
        for id in try convoys(tracking: bead) where id != own {
            if let other = try convoy(id), other.state == .open, other.feeding != nil { return true }
        }
        return false
    }

    /// It may move again since the Mayor looked: then nobody is told anything.
    fileprivate func stuck(_ stuck: ConvoyStuck) throws(LedgerError) -> Done {
        try checkRole(.mayor)
        var convoy = try knownConvoy(stuck.convoy)
        guard convoy.state == .open, stuck.generation == convoy.generation, var mountain = convoy.mountain,
            mountain.pause == nil
        else { return Done() }
        let standing = try standing(of: convoy, at: now)
        let left = standing.members.map(\.bead).sorted()
        guard let why = standing.stranded, mountain.toldStuck != left else { return Done() }
        mountain.toldStuck = left
        convoy.mountain = mountain
        _ = try keep(convoy, as: .convoyChanged, note: "stuck: \(why)")
        let lines = standing.members.map { member in
            let waiting = member.holdsUp.map(\.text).joined(separator: ", ")
            return "\(member.bead)  \(member.title)\n    \(member.text)"
                + (waiting.isEmpty ? "" : "\n    holds up \(waiting)")
        }
        try deliver(
            to: Set(convoy.watchers + [convoy.owner]).filter(\.takesMail).sorted(),
            subject: "\(convoy.title): stuck (\(left.count) left)",
            body: "\(why). gt convoy status \(convoy.id)\n\n\(lines.joined(separator: "\n"))")
        return Done()
    }
}
