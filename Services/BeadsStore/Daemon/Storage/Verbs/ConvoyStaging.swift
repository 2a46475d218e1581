internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Convoys that are looked at before they are begun.
extension VerbRule {
    static let staging: [VerbRule] = [
        .command(ConvoyStage.self) { (stage, transaction) throws(LedgerError) in
            try transaction.stage(stage)
        },
        .command(ConvoyLaunch.self) { (launch, transaction) throws(LedgerError) in
            try transaction.launch(launch)
        },
    ]
}

extension Transaction {
    func stage(_ stage: ConvoyStage) throws(LedgerError) -> StageReply {
        let before = try stage.convoy.map { (id) throws(LedgerError) in try stageable(id) }
        if let rig = stage.rig { _ = try knownRig(rig) }
        var epics = Set(before?.epics ?? [])
        for id in stage.beads where try knownBead(id).bead.type == .epic { epics.insert(id) }
        let members = try members(to: stage, of: before)
        guard let first = members.first else {
            throw .refuse(.invalid, "no bead is named", hint: "gt convoy stage <epic or beads>")
        }
        let rig = stage.rig ?? before?.feeding?.rig
        let staged = try staged(members, rig: rig, in: before?.id)
        let findings = StageFindings.find(staged)
        let waves = StageFindings.waves(staged)
        guard !findings.contains(where: { $0.severity == .error }) else {
            return StageReply(convoy: nil, waves: waves, findings: findings)
        }
        let named = try knownBead(stage.beads.first ?? first).bead.title
        let title = stage.title ?? before?.title ?? named
        let convoy = try write(
            before, title: title, members: members, feeding: Feeding(rig: rig),
            epics: epics.isEmpty ? nil : epics.sorted())
        guard stage.launch, findings.isEmpty else {
            return StageReply(convoy: convoy, waves: waves, findings: findings)
        }
        let (launched, slung) = try open(convoy, staged)
        return StageReply(convoy: launched, waves: waves, slung: slung)
    }

    /// One that nobody is at work at by itself.
    private func stageable(_ id: BeadID) throws(LedgerError) -> Convoy {
        let convoy = try knownConvoy(id)
        guard convoy.state == .staged || (convoy.state == .open && convoy.feeding == nil) else {
            throw .refuse(
                .conflict, "\(id) is \(convoy.state == .open ? "under way" : convoy.state.rawValue)", about: id.text,
                hint: "gt convoy status \(id)")
        }
        return convoy
    }

    /// What is left of a convoy that is looked at anew, what has joined its epics, and what was named now.
    private func members(to stage: ConvoyStage, of convoy: Convoy?) throws(LedgerError) -> [BeadID] {
        var members = convoy?.members.filter { !$0.status.isEnded }.map(\.bead) ?? []
        for id in convoy?.epics ?? [] { members += try leaves(of: try knownBead(id)).map(\.id) }
        for id in stage.beads {
            let row = try knownBead(id)
            // What is no work is found to be none, with everything else that is found.
            members += row.bead.type == .epic ? try openLeaves(of: row).map(\.id) : [id]
        }
        var seen: Set<BeadID> = []
        return members.filter { seen.insert($0).inserted }
    }

    private func write(
        _ before: Convoy?, title: String, members: [BeadID], feeding: Feeding, epics: [BeadID]?
    ) throws(LedgerError) -> Convoy {
        guard var convoy = before else {
            return try found(title: title, members: members, feeding: feeding, state: .staged, epics: epics)
        }
        convoy.title = try BeadText.title(title)
        convoy.state = .staged
        convoy.feeding = convoy.feeding ?? feeding
        convoy.feeding?.rig = feeding.rig
        convoy.epics = epics
        try track(members, in: convoy)
        return try keep(convoy, adding: members, as: .convoyChanged)
    }

    /// Its row with its members as they are, and the event about it.
    func keep(
        _ convoy: Convoy, adding members: [BeadID] = [], as kind: EventKind, note: String? = nil
    ) throws(LedgerError) -> Convoy {
        let fresh = try withPresentMembers(convoy, adding: members)
        try save(fresh)
        staleConvoys.remove(convoy.id)
        try emit(kind, in: .town, subject: convoy.id.text, EventData(convoy: fresh, note: note))
        return fresh
    }

    fileprivate func launch(_ launch: ConvoyLaunch) throws(LedgerError) -> StageReply {
        let convoy = try knownConvoy(launch.convoy)
        guard convoy.state == .staged else {
            throw .refuse(
                .conflict, "\(convoy.id) is \(convoy.state.rawValue), not staged", about: convoy.id.text,
                hint: "gt convoy status \(convoy.id)")
        }
        let members = convoy.members.filter { !$0.status.isEnded }.map(\.bead)
        let staged = try staged(members, rig: convoy.feeding?.rig, in: convoy.id)
        let findings = StageFindings.find(staged)
        let stopping = findings.filter { $0.severity == .error || !launch.force }
        if let first = stopping.first {
            let more = stopping.count > 1 ? ", and \(stopping.count - 1) more" : ""
            throw .refuse(
                .conflict, "\(convoy.id) is not launched: \(first.text)\(more)", about: convoy.id.text,
                hint: first.severity == .error
                    ? "gt convoy stage \(convoy.id) shows all of it" : "gt convoy launch \(convoy.id) --force")
        }
        let (launched, slung) = try open(convoy, staged)
        return StageReply(
            convoy: launched, waves: StageFindings.waves(staged), findings: findings, slung: slung)
    }

    /// What is ready is queued at once, and the Mayor finds the rest in an open convoy that is fed.
    func open(_ staged: Convoy, _ members: [StagedBead]) throws(LedgerError) -> (Convoy, [SlungBead]) {
        var convoy = staged
        let feeding = convoy.feeding ?? Feeding(rig: nil)
        convoy.state = .open
        convoy.feeding = feeding
        var slung: [SlungBead] = []
        for member in members where member.bead.disposition == .ready && member.place == nil {
            guard let rig = member.rig, rig.state == .active else { continue }
            try checkPreset(feeding.preset ?? rig.settings.agent, for: rig.name)
            try forgetReturns(member.bead.id)
            try enqueue(
                member.bead.id,
                DispatchTerms(
                    rig: rig.name, preset: feeding.preset, arguments: feeding.arguments, mergeMode: feeding.mergeMode,
                    dispatchedBy: speaker.actor, notBefore: feeding.notBefore))
            slung.append(
                SlungBead(
                    bead: member.bead.id, title: member.bead.title, result: .queued,
                    note: "queued for a polecat of \(rig.name)"))
        }
        return (try keep(convoy, as: .convoyLaunched), slung)
    }
}
