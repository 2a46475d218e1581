internal import Agents
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Words for now.
extension VerbRule {
    static let nudges: [VerbRule] = [
        .command(NudgeSend.self) { (send, transaction) throws(LedgerError) in
            try transaction.send(send)
        },
        .command(NudgeBroadcast.self) { (broadcast, transaction) throws(LedgerError) in
            try transaction.broadcast(broadcast)
        },
        .command(NudgesDelivered.self) { (delivered, transaction) throws(LedgerError) in
            try transaction.delivered(delivered)
        },
        .command(NudgesHeld.self) { (held, transaction) throws(LedgerError) in
            try transaction.held(held)
        },
    ]
}

extension Transaction {
    fileprivate func send(_ send: NudgeSend) throws(LedgerError) -> NudgeReply {
        try checkKnown(send.to)
        try check(send.text, timeToLiveSeconds: send.timeToLiveSeconds)
        let expiresAt = said.advanced(by: .seconds(send.timeToLiveSeconds))
        guard now < expiresAt else {
            throw .refuse(
                .expired, "the nudge to \(send.to) was for now, and expired at \(expiresAt): \(send.text)",
                about: send.to.description, hint: "gt nudge says it anew")
        }
        guard try liveSession(of: send.to) != nil else {
            throw .refuse(
                .conflict, "no session of \(send.to) is running: nobody would hear it", about: send.to.description,
                hint: "gt mail send \(send.to) waits for the next one")
        }
        try checkMayNudge(send.to, send.mode ?? .whenIdle)
        return NudgeReply(nudge: try nudge(send.to, send.text, until: expiresAt, send.mode ?? .whenIdle))
    }

    fileprivate func broadcast(_ broadcast: NudgeBroadcast) throws(LedgerError) -> BroadcastReply {
        if let rig = broadcast.group.rig { _ = try knownRig(rig) }
        try check(broadcast.text, timeToLiveSeconds: broadcast.timeToLiveSeconds)
        let expiresAt = said.advanced(by: .seconds(broadcast.timeToLiveSeconds))
        guard now < expiresAt else {
            throw .refuse(
                .expired, "the nudge to \(broadcast.group) was for now, and expired at \(expiresAt): \(broadcast.text)",
                about: broadcast.group.text, hint: "gt broadcast says it anew")
        }
        let here = Set(try texts("SELECT agent FROM sessions WHERE state <> 'ended'"))
        let members = try directory().filter { $0 != speaker.actor && broadcast.group.contains($0) }
        let present = members.filter { here.contains($0.description) }
        let (attentions, mode) = (try attentions(), broadcast.mode ?? .whenIdle)
        let readers = present.filter {
            attentions[$0]?.shows(nudgeFrom: speaker.actor, mode, at: now) != false
        }
        guard !readers.isEmpty || present.isEmpty else {
            throw .refuse(
                .conflict, "nobody of \(broadcast.group) who has a session (\(present.count)) is to be disturbed",
                about: broadcast.group.text, hint: "gt mail send \(broadcast.group) waits for them")
        }
        guard !readers.isEmpty else {
            throw .refuse(
                .conflict,
                members.isEmpty
                    ? "nobody else is in \(broadcast.group)"
                    : "no session of \(broadcast.group) is running: none of the \(members.count) would hear it",
                about: broadcast.group.text, hint: "gt mail send waits for the next one")
        }
        guard readers.count <= BeadLimits.beadsPerCommandMax else {
            throw .refuse(
                .tooLarge,
                "\(broadcast.group) has \(readers.count) sessions, and \(BeadLimits.beadsPerCommandMax) are nudged at once",
                about: broadcast.group.text, hint: "one rig after the other: @rig/<rig>")
        }
        var nudges: [Nudge] = []
        if !broadcast.dryRun {
            for reader in readers {
                var sent = try nudge(reader, broadcast.text, until: expiresAt, broadcast.mode ?? .whenIdle)
                // One text stands in the question; five hundred of it need not stand in the answer.
                sent.text = nil
                nudges.append(sent)
            }
        }
        return BroadcastReply(
            group: broadcast.group, to: readers, nudges: nudges, absent: members.count - present.count,
            quiet: present.count == readers.count ? nil : present.count - readers.count)
    }

    private func check(_ text: String, timeToLiveSeconds: Int) throws(LedgerError) {
        try BeadText.check(reason: text)
        guard (1...BeadLimits.nudgeSecondsMax).contains(timeToLiveSeconds) else {
            throw .refuse(.invalid, "a nudge lives 1 to \(BeadLimits.nudgeSecondsMax) seconds", hint: "--time-to-live")
        }
    }

    func nudge(
        _ reader: Address, _ text: String, until expiresAt: Timestamp, _ mode: NudgeMode
    ) throws(LedgerError) -> Nudge {
        let nudge = Nudge(
            number: try next("nudge"), from: speaker.actor, to: reader, text: text, sentAt: now, expiresAt: expiresAt,
            mode: mode, channel: try channel(to: reader, mode))
        try save(nudge, as: .nudgeSent)
        try setTimer(.expireNudge(nudge.number), due: expiresAt)
        return nudge
    }

    /// As its session is now.
    private func channel(to reader: Address, _ mode: NudgeMode) throws(LedgerError) -> NudgeChannel {
        guard let session = try liveSession(of: reader) else { return .hook }
        let preset = try preset(of: session)
        return NudgeRoute.channel(of: preset, hasHooks: preset?.hookDialect != nil, mode)
    }

    /// As it was when the session was asked for.
    private func preset(of session: Session) throws(LedgerError) -> AgentPreset? {
        if let work = try assignment(session.assignment) { return work.knownPreset }
        // Crew: its rig's Witness types to it.
        guard session.agent.rig != nil, let run = try resident(session.agent)?.run,
            run.incarnation == session.incarnation
        else { return nil }
        return run.knownPreset
    }

    fileprivate func delivered(_ delivered: NudgesDelivered) throws(LedgerError) -> Done {
        guard let session = speaker.session else {
            throw .refuse(.forbidden, "only a session says that it was shown a nudge")
        }
        let inTurn = try isInTurn(session)
        for number in delivered.numbers {
            guard var nudge = try nudge(number), nudge.to == speaker.actor, nudge.state == .sent else { continue }
            nudge.session = session
            nudge.channel = delivered.channel ?? .hook
            nudge.held = nil
            try report(.shown(inTurn: inTurn), of: nudge)
        }
        return Done()
    }

    fileprivate func held(_ held: NudgesHeld) throws(LedgerError) -> Done {
        let reason = held.reason.beginning(BeadLimits.reasonBytesMax)
        for number in held.numbers {
            guard var nudge = try nudge(number), nudge.state == .sent, nudge.held != reason else { continue }
            guard let rig = nudge.to.rig else { continue }
            try checkRole(.witness(rig))
            nudge.held = reason
            try save(nudge, as: .nudgeHeld)
        }
        return Done()
    }
}
