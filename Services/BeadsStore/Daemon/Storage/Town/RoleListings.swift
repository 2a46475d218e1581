internal import TownModel
internal import Wire

/// Each role's whole state in one query: what it starts from, and what heals whatever it missed.
enum RoleListings {
    static let rules: [QueryRule] = [
        .query(WitnessList.self) { (list, reading) throws(LedgerError) in
            WitnessListing(
                rig: try reading.knownRig(list.rig), stopped: try reading.isStopped(),
                dispatch: try reading.dispatchQueue(of: list.rig),
                assignments: try reading.openAssignments(in: list.rig),
                sessions: try reading.openSessions(in: list.rig), intents: try reading.intents(of: .witness(list.rig)),
                crew: try reading.residents(in: list.rig), nudges: try reading.nudgesToType(in: list.rig),
                plugins: try reading.plugins(of: list.rig),
                capacity: try reading.capacity(of: list.rig, at: reading.now))
        },
        .query(RefineryList.self) { (list, reading) throws(LedgerError) in
            RefineryListing(
                rig: try reading.knownRig(list.rig), stopped: try reading.isStopped(),
                requests: try reading.openRequests(in: list.rig), intents: try reading.intents(of: .refinery(list.rig)),
                verdicts: try reading.verdicts(of: list.rig),
                records: try reading.gateRecords(of: list.rig, at: reading.now))
        },
        .query(MayorList.self) { (_, reading) throws(LedgerError) in
            MayorListing(
                stopped: try reading.isStopped(), convoys: try reading.convoys(includeEnded: false),
                rigs: try reading.rigs(), services: try reading.services(), intents: try reading.intents(of: .mayor),
                agent: try reading.resident(.mayor).map { (agent) throws(LedgerError) in try reading.row(of: agent) },
                escalations: try reading.awaitedEscalations())
        },
        .query(DeaconList.self) { (_, reading) throws(LedgerError) in
            DeaconListing(
                stopped: try reading.isStopped(), services: try reading.services(), rigs: try reading.rigs(),
                intents: try reading.intents(of: .deacon),
                dogs: try reading.dogs().map { (dog) throws(LedgerError) in try reading.row(of: dog) },
                gates: try reading.listedGateLooks(), plugins: try reading.plugins(of: nil))
        },
    ]
}

extension LedgerReader {
    fileprivate func isStopped() throws(LedgerError) -> Bool { try stopReason() != nil }
}
