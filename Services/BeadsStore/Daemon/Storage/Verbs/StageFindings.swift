internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What a stage or a launch has to say about its members.
enum StageFindings {
    /// Errors first, then warnings, each in the order of the members.
    static func find(_ staged: [StagedBead]) -> [StageFinding] {
        let needs = Staging.needs(of: staged)
        let rings = Staging.rings(needs).map { ring in
            StageFinding(
                .error, .ring, ring[0],
                "\((ring + [ring[0]]).map(\.text).joined(separator: " → ")): each waits for the next, for ever")
        }
        let found = rings + staged.flatMap { findings(about: $0, among: needs) }
        return found.filter { $0.severity == .error } + found.filter { $0.severity == .warning }
    }

    static func waves(_ staged: [StagedBead]) -> [ConvoyWave] {
        let needs = Staging.needs(of: staged)
        let numbers = Staging.waves(needs)
        var waves: [ConvoyWave] = []
        for number in 1...max(1, numbers.values.max() ?? 1) {
            let beads = staged.filter { numbers[$0.bead.id] == number }.map { member in
                WaveBead(
                    bead: member.bead.id, title: member.bead.title, rig: member.rig?.name,
                    needs: member.needs.filter { needs[$0] != nil })
            }
            if !beads.isEmpty { waves.append(ConvoyWave(number: number, beads: beads)) }
        }
        return waves
    }

    private static func findings(about member: StagedBead, among needs: [BeadID: [BeadID]]) -> [StageFinding] {
        let id = member.bead.id
        var found: [StageFinding] = []
        switch member.bead.disposition {
        case .closed: found.append(StageFinding(.error, .closed, id, "\(id) has ended: reopen it, or leave it out"))
        case .notWork:
            found.append(StageFinding(.error, .notWork, id, "\(id) is no work: \(member.bead.type.rawValue)"))
        case .deferred:
            let until = member.bead.deferUntil.map { "until \($0)" } ?? "with its parent"
            found.append(StageFinding(.warning, .deferred, id, "\(id) is put off \(until)"))
        case .ready, .blocked, .taken: break
        }
        switch member.rig?.state {
        case .active: break
        case nil:
            found.append(StageFinding(.error, .noRig, id, "\(id) belongs to no rig: say where, with --rig"))
        case .removed:
            found.append(StageFinding(.error, .noRig, id, "the rig of \(id) was removed from the town"))
        case .parked:
            let rig = member.rig?.name.text ?? ""
            found.append(StageFinding(.warning, .parkedRig, id, "\(id) is for \(rig), which is parked"))
        }
        if let place = member.place { found.append(StageFinding(.warning, .taken, id, "\(id) is \(place) already")) }
        for convoy in member.convoys {
            found.append(StageFinding(.warning, .otherConvoy, id, "\(id) is in the convoy \(convoy) too"))
        }
        let outside = member.needs.filter { needs[$0] == nil }
        if !outside.isEmpty {
            let names = outside.prefix(BeadLimits.candidatesMax).map(\.text).joined(separator: ", ")
            found.append(
                StageFinding(.warning, .outside, id, "\(id) waits for \(names), which this convoy does not have"))
        }
        return found
    }
}
