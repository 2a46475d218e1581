package import TownModel

/// `config/town.toml` as it stands.
package struct TownFile: Hashable, Sendable {
    package var name: String
    /// Hours between two copies of the ledger; 0: none are made by themselves.
    package var backupHours = 24
    /// Older copies are removed.
    package var backupsKept = 7
    /// Of the town's own beads.
    package var prefix = TownPrefix.standard
    /// Where the town is reached from other machines; nil: only from this one.
    package var listen: TCPAddress?
    /// Where its feed is; nil: one port higher.
    package var feed: TCPAddress?
    /// Who works where neither the command nor the rig says.
    package var agents = AgentSettings()
    /// What polecats are called in rigs that do not say so themselves; nil: nothing is said.
    package var names: NameSettings?
    /// At most so many dogs; 0: none.
    package var dogsMax = DogPool.standardMax

    /// Asks the forge about runs and pull requests that molecules wait for: a name along PATH, or a path.
    package var forgeProgram = "gh"

    /// How much may run at once.
    package var limits = TownLimits()

    package init(name: String) { self.name = name }

    /// `path` is for messages only.
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> TownFile {
        let table = try StrictTable(text: text, path: path)
        try table.checkKeys(ConfigurationKey.town)
        var file = TownFile(name: try table.required("name"))
        if let hours = try table.number("backup_hours", in: 0...8760) { file.backupHours = hours }
        if let count = try table.number("backups_kept", in: 1...10_000) { file.backupsKept = count }
        if let text = try table.text("prefix") {
            guard let prefix = TownPrefix(text) else {
                throw table.failure(
                    "\"prefix\" is a lower-case letter, then letters, digits and hyphens between them, "
                        + "\(TownPrefix.bytesMax) at most, not \"\(text)\"", at: "prefix")
            }
            file.prefix = prefix
        }
        if let bus = try table.table("bus") { try file.read(bus) }
        file.agents = try AgentSettings(table)
        file.names = try NameSettings.read(table)
        if let most = try table.table("dogs")?.number("max", in: 0...DogPool.most) { file.dogsMax = most }
        if let limits = try table.table("limits") { file.limits = try TownLimits(limits) }
        if let program = try table.table("forge")?.text("program") {
            guard !program.isEmpty, !program.hasPrefix("-"), !program.utf8.contains(0) else {
                throw table.failure(
                    "\"program\" is the name of a program, or its path, not \"\(program)\"", at: "forge")
            }
            file.forgeProgram = program
        }
        return file
    }

    /// `[bus]`: where other machines reach the town.
    private mutating func read(_ bus: StrictTable) throws(ConfigurationError) {
        listen = try Self.address("listen", bus)
        feed = try Self.address("feed", bus)
        if feed != nil, listen == nil { throw bus.failure("\"feed\" means nothing without \"listen\"", at: "feed") }
        guard let listen else { return }
        guard let end = feed ?? listen.next, end.port != listen.port || end.host != listen.host else {
            throw bus.failure("the feed needs a port of its own: say \"feed\" too")
        }
        feed = end
    }

    private static func address(_ key: String, _ bus: StrictTable) throws(ConfigurationError) -> TCPAddress? {
        guard let text = try bus.text(key) else { return nil }
        guard let address = TCPAddress(text) else {
            throw bus.failure("\"\(key)\" is tcp://<host>:<port>, not \"\(text)\"", at: key)
        }
        return address
    }
}

/// `rigs/<rig>/rig.toml` as it stands, with defaults filled in.
package enum RigFile {
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> RigSettings {
        let table = try StrictTable(text: text, path: path)
        try table.checkKeys(ConfigurationKey.rig)
        let agents = try AgentSettings(table)
        var settings = RigSettings(agents: agents == AgentSettings() ? nil : agents)
        if let target = try table.text("target") { settings.target = target }
        if let count = try table.number("polecats_max", in: 1...100) { settings.polecatsMax = count }
        if let landing = try table.text("landing") {
            guard let mode = LandingMode(rawValue: landing) else {
                let allowed = LandingMode.allCases.map(\.rawValue).joined(separator: " or ")
                throw table.failure("\"landing\" is \(allowed), not \"\(landing)\"", at: "landing")
            }
            settings.landing = mode
        }
        if let style = try table.text("style") {
            guard let style = MergeStyle(rawValue: style) else {
                let allowed = MergeStyle.allCases.map(\.rawValue).joined(separator: " or ")
                throw table.failure("\"style\" is \(allowed), not \"\(style)\"", at: "style")
            }
            settings.style = style
        }
        if let branch = try table.text("beads_branch") {
            guard branch != settings.target else {
                throw table.failure(
                    "\"beads_branch\" is a branch of its own, not the target \"\(branch)\"", at: "beads_branch")
            }
            settings.beadsBranch = branch
        }
        if let formula = try table.text("default_formula") {
            guard !formula.isEmpty else {
                throw table.failure("\"default_formula\" names no formula", at: "default_formula")
            }
            settings.defaultFormula = formula
        }
        settings.names = try NameSettings.read(table)
        if let queue = try table.table("queue") { settings.queue = try Self.queue(queue) }
        settings.gates = try Self.gates(try table.tables("gates"))
        return settings
    }

    private static func queue(_ table: StrictTable) throws(ConfigurationError) -> QueueSettings {
        var queue = QueueSettings()
        if let most = try table.number("batch_max", in: 1...QueueSettings.batchMost) { queue.batchMax = most }
        if let runs = try table.number("gate_runs", in: 1...QueueSettings.gateRunsMost) { queue.gateRuns = runs }
        if let most = try table.number("gates_parallel", in: 1...QueueSettings.gatesParallelMost) {
            queue.gatesParallel = most
        }
        if let text = try table.text("foreign_moves") {
            guard let moves = ForeignMoves(rawValue: text) else {
                let allowed = ForeignMoves.allCases.map(\.rawValue).joined(separator: " or ")
                throw table.failure("\"foreign_moves\" is \(allowed), not \"\(text)\"", at: "foreign_moves")
            }
            queue.foreignMoves = moves
        }
        return queue
    }
}

extension AgentSettings {
    /// `agent` and `[role_agents]` of the town's file or a rig's.
    init(_ table: StrictTable) throws(ConfigurationError) {
        self.init(agent: try table.text("agent"))
        guard let named = try table.table("role_agents") else { return }
        for role in AgentRole.allCases {
            if let preset = try named.text(role.rawValue) { roles[role] = preset }
        }
    }
}
