internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Giving work out and taking it back.
extension VerbRule {
    static let sling: [VerbRule] = [
        .command(WorkSling.self) { (sling, transaction) throws(LedgerError) in
            try transaction.sling(sling)
        },
        .command(WorkUnsling.self) { (unsling, transaction) throws(LedgerError) in
            try transaction.unsling(unsling)
        },
        .command(ConvoyFeed.self) { (feed, transaction) throws(LedgerError) in
            try transaction.feed(feed)
        },
    ]
}

extension Transaction {
    fileprivate func sling(_ sling: WorkSling) throws(LedgerError) -> SlingReply {
        if case .polecat = speaker.actor {
            throw .refuse(
                .forbidden, "a polecat works; it does not sling", about: speaker.actor.description,
                hint: "gt mail send mayor/ says what should be done")
        }
        try BeadText.check(reason: sling.arguments ?? "")
        if let graph = sling.graph, graph.kind == .convoy { return try slingConvoy(graph, sling) }
        let sling = try layFormula(of: sling)
        let plan = try SlingPlanner(reader: self, sling: sling).plan()
        let slung = plan.items.map { $0.slung(notBefore: sling.notBefore.flatMap { $0 > now ? $0 : nil }) }
        guard !sling.dryRun else { return SlingReply(slung: slung) }
        let convoy = try convoy(for: plan, sling)
        for item in plan.items { try carryOut(item, sling) }
        return SlingReply(slung: slung, convoy: convoy)
    }

    /// Made for what no open convoy tracks already; nil when there is nothing to track.
    private func convoy(for plan: SlingPlan, _ sling: WorkSling) throws(LedgerError) -> BeadID? {
        let untracked = plan.items.filter { !$0.tracked }.map(\.row.id)
        guard !untracked.isEmpty, !sling.noConvoy else {
            guard let first = plan.items.first?.row.id else { return nil }
            return try openConvoy(tracking: first)?.id
        }
        let isForHook =
            switch sling.target {
            case .agent, .dogs: true
            case .rig, nil: false
            }
        if isForHook {
            // It is on a hook already: nobody feeds it.
            return try found(title: plan.title, members: untracked, feeding: nil).id
        }
        let rig: RigName? = if case .rig(let name) = sling.target { name } else { nil }
        return try found(
            title: plan.title, members: untracked,
            feeding: Feeding(
                rig: rig, preset: sling.preset, arguments: sling.arguments, mergeMode: sling.mergeMode,
                notBefore: sling.notBefore)
        ).id
    }

    func carryOut(_ item: SlingPlan.Item, _ sling: WorkSling) throws(LedgerError) {
        func terms(_ rig: RigName) -> DispatchTerms {
            DispatchTerms(
                rig: rig, preset: sling.preset, arguments: sling.arguments, mergeMode: sling.mergeMode,
                dispatchedBy: speaker.actor, notBefore: sling.notBefore)
        }
        switch item.action {
        case .queue(let rig):
            try forgetReturns(item.row.id)
            try enqueue(item.row.id, terms(rig))
        case .takeOver(let assignment, let rig):
            let reason = "the session of \(assignment.agent) has ended; taken over"
            try end(assignment, note: reason)
            try enqueue(item.row.id, terms(rig), reason: reason)
        case .hang(let agent):
            try hang(item.row.id, on: agent, sling.start ?? .now, preset: sling.preset)
        case .wait, .nothing: break
        }
    }

    /// A person takes a bead back: off the queue or the hook, and out of what would give it out again.
    fileprivate func unsling(_ unsling: WorkUnsling) throws(LedgerError) -> BeadReply {
        try BeadText.check(reason: unsling.reason)
        let row = try knownBead(unsling.bead)
        let current = try currentAssignment(of: row.id)
        guard unsling.assignment == nil || current?.number == unsling.assignment else {
            throw .refuse(
                .conflict, "\(row.id) is not assignment \(unsling.assignment ?? 0)'s any more", about: row.id.text,
                hint: "gt hook shows who has it")
        }
        if let assignment = current {
            try end(assignment, note: unsling.reason)
        } else if let agent = try residentHolding(row.id) {
            if try openPluginRun(of: row.id) != nil {
                try endPlugin(row.id, of: agent, .skipped, note: BeadText.cut("taken back: \(unsling.reason)"))
                return try reply(row.id)
            }
            try unhook(row.id, of: agent)
        } else if row.queued {
            try withdrawDispatch(row.id, reason: unsling.reason)
        } else if let request = try openRequest(of: row.id) {
            throw .refuse(
                .conflict, "\(row.id) is in the merge queue as \(request.id)", about: row.id.text,
                hint: "gt bead close \(row.id) gives it up")
        } else if row.bead.status != .inProgress, try openConvoy(tracking: row.id, feeding: true) == nil {
            throw .refuse(
                .conflict, "\(row.id) is on no hook and in no queue", about: row.id.text,
                hint: "gt bead show \(row.id) says where it is")
        }
        try change(try knownBead(row.id), note: unsling.reason) {
            if !$0.bead.status.isEnded { $0.free() }
            $0.queued = false
        }
        try stopFeeding(row.id, reason: unsling.reason)
        return try reply(row.id)
    }

    fileprivate func feed(_ feed: ConvoyFeed) throws(LedgerError) -> Done {
        guard speaker.role == .mayor else {
            throw .refuse(.forbidden, "convoys are fed by the Mayor", hint: "gt sling \(feed.bead)")
        }
        let convoy = try knownConvoy(feed.convoy)
        guard convoy.state == .open, convoy.isFed, let feeding = convoy.feeding,
            convoy.members.contains(where: { $0.bead == feed.bead })
        else {
            throw .refuse(.conflict, "\(feed.convoy) does not feed \(feed.bead)", about: feed.convoy.text)
        }
        let row = try knownBead(feed.bead)
        guard row.bead.disposition == .ready else {
            throw .refuse(
                .conflict, "\(feed.bead) is \(row.bead.disposition.rawValue), not ready", about: feed.bead.text)
        }
        guard let name = feeding.rig ?? row.bead.rig else {
            throw .refuse(.invalid, "\(feed.bead) belongs to no rig", about: feed.bead.text)
        }
        guard try knownRig(name).state == .active else {
            throw .refuse(.parked, "\(name) is parked", about: name.text, hint: "gt rig unpark \(name)")
        }
        try enqueue(
            feed.bead,
            DispatchTerms(
                rig: name, preset: feeding.preset, arguments: feeding.arguments, mergeMode: feeding.mergeMode,
                dispatchedBy: convoy.owner, notBefore: feeding.notBefore))
        return Done()
    }
}

extension SlingPlan.Item {
    /// The line of the answer about this bead.
    func slung(notBefore: Timestamp?) -> SlungBead {
        let rest = notBefore.map { ", not before \($0)" } ?? ""
        let (result, note): (SlingResult, String) =
            switch action {
            case .queue(let rig): (.queued, "queued for a polecat of \(rig)\(rest)")
            case .takeOver(let assignment, let rig):
                (.queued, "taken over from \(assignment.agent), whose session has ended; queued for \(rig)")
            case .wait(let why): (.waiting, why)
            case .nothing(let place): (.already, place)
            case .hang(let agent): (.hooked, "on the hook of \(agent)")
            }
        return SlungBead(bead: row.id, title: row.bead.title, result: result, note: note)
    }
}
