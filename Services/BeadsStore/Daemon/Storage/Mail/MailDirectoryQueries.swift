internal import TownModel
internal import Wire

extension QueryRule {
    static let mailDirectory: [QueryRule] = [
        .query(MailDirectory.self) { (ask, reading) throws(LedgerError) in
            if let rig = ask.rig { _ = try reading.knownRig(rig) }
            var entries = try reading.correspondents(in: ask.rig)
            if let kinds = ask.kinds { entries.removeAll { !kinds.contains($0.kind) } }
            if let last = ask.after { entries.removeAll { $0.order <= Correspondent.order(of: last) } }
            let page = PageLimit.fit(Array(entries.prefix(WireLimits.pageRowsMax))).page
            return MailDirectoryPage(
                entries: page, next: page.count < entries.count ? page.last?.address : nil)
        }
    ]
}

extension Correspondent {
    /// Agents first, then what has several behind it.
    fileprivate var order: (Int, String) { Self.order(of: address) }

    fileprivate static func order(of address: MailTarget) -> (Int, String) {
        if case .agent = address { (0, address.text) } else { (1, address.text) }
    }
}

extension LedgerReader {
    fileprivate func correspondents(in rig: RigName?) throws(LedgerError) -> [Correspondent] {
        let everybody = try presentAgents()
        let sessions = Dictionary(
            try rows("SELECT agent, state FROM sessions WHERE state <> 'ended'") {
                (row) throws(SQLiteFailure) in (row.text(0), SessionState(rawValue: row.text(1)))
            }, uniquingKeysWith: { first, _ in first })
        let attentions = try attentions()
        let agents = everybody.filter { rig == nil || $0.rig == rig }.map { agent in
            Correspondent(
                address: .agent(agent), kind: agent.correspondentKind, session: sessions[agent.description] ?? nil,
                attention: attentions[agent])
        }
        let several = try groups(in: rig, of: everybody) + (rig == nil ? try lists(of: everybody) : [])
        return (agents + several).sorted { $0.order < $1.order }
    }

    /// Those of the program that have anybody in them.
    private func groups(in rig: RigName?, of everybody: [Address]) throws(LedgerError) -> [Correspondent] {
        var names: [RigName] = []
        if let rig { names = [rig] } else { names = try rigs().filter { $0.state != .removed }.map(\.name) }
        let ofTown: [AgentGroup] = [.town, .overseer, .witnesses, .refineries, .dogs, .polecats(nil), .crew(nil)]
        let ofRigs: [AgentGroup] = names.flatMap { [.rig($0), .polecats($0), .crew($0)] }
        return ((rig == nil ? ofTown : []) + ofRigs).compactMap { group in
            let count = everybody.count(where: group.contains)
            return count == 0 ? nil : Correspondent(address: .everybody(group), kind: .group, count: count)
        }
    }

    /// Those that somebody has made.
    private func lists(of everybody: [Address]) throws(LedgerError) -> [Correspondent] {
        var found: [Correspondent] = []
        for list in try mailLists() {
            let count: Int
            switch list {
            case .channel(let name): count = try keptCount(in: name)
            case .queue(let name): count = try waitingCount(in: name)
            default: count = try agents(in: [list], of: everybody).count
            }
            found.append(Correspondent(address: list, kind: list.kind, count: count))
        }
        return found
    }
}
