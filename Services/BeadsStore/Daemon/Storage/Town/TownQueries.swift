internal import TownModel
internal import Wire

/// The town itself: who am I, who is there, what is going on.
enum TownQueries {
    static let rules: [QueryRule] = [
        .query(RigList.self) { (_, reading) throws(LedgerError) in
            RigPage(rigs: try reading.rigs(), townPrefix: reading.town.prefix)
        },
        .query(WhoAmI.self) { (_, reading) throws(LedgerError) in
            let actor = reading.speaker?.actor
            let attention = try actor.map { (agent) throws(LedgerError) in try reading.attention(of: agent) }
            return WhoAmIReply(
                actor: actor, session: reading.speaker?.session, town: reading.town.name,
                townID: reading.town.id, attention: attention == .normal ? nil : attention)
        },
        .query(Directory.self) { (_, reading) throws(LedgerError) in
            DirectoryReply(addresses: try reading.directory(), lists: try reading.mailLists())
        },
        .query(TownStatus.self) { (_, reading) throws(LedgerError) in try reading.status() },
    ]
}

extension Reading {
    fileprivate func status() throws(LedgerError) -> TownStatusReply {
        var rigStatuses: [RigStatus] = []
        for rig in try rigs() where rig.state != .removed { rigStatuses.append(try status(of: rig)) }
        let refusals = refused.commands.counts(with: refused.questions)
        return TownStatusReply(
            town: town.name, townID: town.id, stopped: try stopReason(), services: try services(),
            rigs: rigStatuses, convoys: try convoys(includeEnded: false),
            overseerUnread: try unreadCount(of: .overseer),
            refusedCommands: refused.commands.total + refused.questions.total, restored: try restoreReason(),
            refusals: refusals.isEmpty ? nil : refusals,
            overseerUrgent: try count(of: .overseer, LetterSQL.urgent))
    }

    private func status(of rig: Rig) throws(LedgerError) -> RigStatus {
        RigStatus(
            rig: rig, beads: try dispositions(of: rig.name), queued: try dispatchQueue(of: rig.name).count,
            polecats: try polecats(in: rig.name, history: false, limit: StatusLimits.polecatsMax),
            requests: MergeOrder.ordered(try openRequests(in: rig.name), at: now))
    }

    /// How many open beads of a rig are ready, blocked, taken …
    private func dispositions(of rig: RigName) throws(LedgerError) -> [String: Int] {
        let counts = try rows(
            "SELECT disposition, count(*) FROM beads WHERE rig = ? AND disposition <> 'closed' GROUP BY disposition",
            .text(rig.text)
        ) { (row) throws(SQLiteFailure) in (row.text(0), Int(row.int(1))) }
        return Dictionary(uniqueKeysWithValues: counts)
    }
}

enum StatusLimits {
    /// Workers of one rig that the status names: a screenful; `gt polecat list` has them all.
    static let polecatsMax = 100
}

extension Reading {
    /// Every service that this town should have. What was not heard is never shown as fine.
    func services() throws(LedgerError) -> [ServiceStatus] {
        var roles: [RoleName] = [.mayor, .deacon]
        for rig in try rigs() where rig.state != .removed { roles += [.witness(rig.name), .refinery(rig.name)] }
        // The store needs no heartbeat: it is answering.
        let store = heard[Self.storeName]
        var statuses = [ServiceStatus(name: Self.storeName, health: .fine, process: store?.process, heardAt: now)]
        for role in roles { statuses.append(try service(role)) }
        return statuses
    }

    static let storeName = "beads-store"

    private func service(_ role: RoleName) throws(LedgerError) -> ServiceStatus {
        let registered = try registered(role)
        let last = heard[role.description]
        let health: Health =
            switch last {
            case nil: .unknown
            case let last?:
                now.milliseconds - last.at.milliseconds > LedgerLimits.serviceSilenceMilliseconds
                    || !isRunnable(last.process) ? .silent : .fine
            }
        return ServiceStatus(
            name: role.description, health: health, process: last?.process ?? registered?.process,
            token: registered?.token, heardAt: last?.at, patrols: last?.patrols)
    }
}
