internal import TownModel
internal import Wire

/// What polecats are called: read by the claim that gives a name, and by who wants to see the pool.
extension QueryRule {
    static let names: [QueryRule] = [
        .query(NamePoolShow.self) { (show, reading) throws(LedgerError) in
            var rigs: [Rig] = []
            if let name = show.rig {
                rigs = [try reading.knownRig(name)]
            } else {
                rigs = try reading.rigs().filter { $0.state != .removed }
            }
            var pools: [NamePoolRow] = []
            for rig in rigs { pools.append(try reading.namePoolRow(of: rig)) }
            return NamePoolPage(pools: pools)
        }
    ]
}

extension LedgerReader {
    func namePool(of rig: Rig) throws(LedgerError) -> NamePool {
        NamePool(rig: rig.settings.names, town: try fact(NameSettings.self, NameMeta.settings))
    }

    /// Names that are not free: on a hook, or with a process that may still be there.
    func busyNames(_ rig: RigName) throws(LedgerError) -> Set<AgentName> {
        let agents = try texts(
            """
            SELECT agent FROM assignments WHERE rig = ?1 AND state <> 'retired' AND state <> 'ended'
            UNION SELECT agent FROM sessions WHERE rig = ?1 AND state <> 'ended'
            """, .text(rig.text))
        var names: Set<AgentName> = []
        for case .polecat(_, let name)? in agents.map({ Address($0) }) { names.insert(name) }
        return names
    }

    fileprivate func namePoolRow(of rig: Rig) throws(LedgerError) -> NamePoolRow {
        let (pool, taken) = (try namePool(of: rig), try busyNames(rig.name))
        return NamePoolRow(
            rig: rig.name, pool: pool, taken: taken.sorted { $0.text < $1.text }, next: pool.firstFree(taken))
    }
}

extension Transaction {
    func keep(_ names: NameSettings?) throws(LedgerError) {
        try setMeta(NameMeta.settings, names.map { JSONText.text($0) })
    }
}

private enum NameMeta {
    static let settings = "town.names"
}
