internal import TownModel
internal import Wire

extension LedgerReader {
    func resident(_ agent: Address) throws(LedgerError) -> Resident? {
        try value(Resident.self, "SELECT value FROM residents WHERE agent = ?", .text(agent.description))
    }

    func knownResident(_ agent: Address) throws(LedgerError) -> Resident {
        if let found = try resident(agent) { return found }
        guard agent != .mayor else {
            throw .refuse(
                .notFound, "nobody has begun the Mayor's agent yet", about: agent.description,
                hint: "gt mayor start --agent <preset>")
        }
        if agent.isDog { throw try noSuchDog(agent) }
        let names = try residents(in: nil).map(\.resident.agent.description).joined(separator: ", ")
        throw .refuse(
            .notFound, "there is no \(agent)", about: agent.description,
            hint: names.isEmpty ? "gt crew add <rig>/<name> adds one" : "there are: \(names)")
    }

    func allResidents() throws(LedgerError) -> [Resident] {
        try values(Resident.self, "SELECT value FROM residents ORDER BY agent")
    }

    /// Crew; nil: of all rigs.
    func residents(in rig: RigName?) throws(LedgerError) -> [ResidentRow] {
        var found: [ResidentRow] = []
        for resident in try allResidents() where resident.agent.rig.map({ rig == nil || $0 == rig }) ?? false {
            found.append(try row(of: resident))
        }
        return found
    }

    func row(of resident: Resident) throws(LedgerError) -> ResidentRow {
        var session: Session?
        if let run = resident.run { session = try self.session(run.incarnation) }
        return ResidentRow(resident: resident, session: session, hook: try hook(of: resident.agent)?.bead)
    }
}

extension Transaction {
    func save(_ resident: Resident) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO residents (agent, value) VALUES (?, ?)", .text(resident.agent.description),
            .text(JSONText.text(resident)))
    }

    /// An event about a resident and its session as they are now. `note`: what has become of it, for people.
    func tell(_ resident: Resident, _ note: String, hook: HookChange? = nil) throws(LedgerError) {
        var session: Session?
        if let run = resident.run { session = try self.session(run.incarnation) }
        try emit(
            .residentChanged, in: resident.agent.stream, subject: resident.agent.description,
            EventData(session: session, resident: resident, hook: hook, note: note))
    }
}
