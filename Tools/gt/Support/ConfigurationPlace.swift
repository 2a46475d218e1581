import Configuration
import Host
import TownModel

/// One configuration file and what it may hold: the town's, a rig's, or that about escalations.
struct ConfigurationPlace {
    let rig: RigName?
    /// `escalation.toml`, which a town can do without.
    let isEscalations: Bool
    let path: String

    init(_ layout: TownLayout, rig: RigName?) {
        self.rig = rig
        isEscalations = false
        path = rig.map(layout.rigFile) ?? layout.townFile
    }

    init(escalationsOf layout: TownLayout) {
        rig = nil
        isEscalations = true
        path = layout.escalationFile
    }

    var keys: [ConfigurationKey] {
        if isEscalations { return ConfigurationKey.escalation }
        return rig == nil ? ConfigurationKey.town : ConfigurationKey.rig
    }

    func key(_ name: String) throws(CommandFailure) -> ConfigurationKey {
        if let key = keys.first(where: { $0.name == name }) { return key }
        let near = EditDistance.nearest(to: name, among: keys.map(\.name))
        let known = (near.isEmpty ? keys.map(\.name) : near).joined(separator: ", ")
        let hint =
            if isEscalations { "about escalations there are \(known)" } else {
                rig == nil ? "the town has \(known); a rig's settings need --rig" : "a rig has \(known)"
            }
        throw CommandFailure(
            .refused, code: "not-found", "there is no setting \(UntrustedText.line(name)) here", about: name,
            hint: hint)
    }

    func text() throws(CommandFailure) -> String {
        if isEscalations, !Files.exists(path) { return "" }
        do {
            return try Files.readText(path)
        } catch {
            throw .configuration("\(error)", hint: rig == nil ? "gt install" : "gt rig list")
        }
    }

    /// Every setting's value in effect, as text, if the file's text can be used.
    func values(of text: String) throws(ConfigurationError) -> [String: String] {
        if isEscalations { return values(of: try EscalationFile.parse(text, path: path)) }
        guard rig != nil else { return values(of: try TownFile.parse(text, path: path)) }
        return values(of: try RigFile.parse(text, path: path))
    }

    private func values(of file: TownFile) -> [String: String] {
        var values = agents(file.agents, role: "the town's agent", agent: AgentSettings.standard)
        values["name"] = file.name
        values["backup_hours"] = String(file.backupHours)
        values["backups_kept"] = String(file.backupsKept)
        values["prefix"] = file.prefix.text
        values["bus.listen"] = file.listen?.text ?? "none"
        values["bus.feed"] = file.feed?.text ?? "none"
        values["dogs.max"] = String(file.dogsMax)
        values["forge.program"] = file.forgeProgram
        name(file.names, else: NameTheme.standard.name, &values)
        return values
    }

    private func values(of settings: RigSettings) -> [String: String] {
        let gates = settings.gates.map { "\($0.name): \($0.command)" }.joined(separator: "; ")
        var values = agents(settings.agents ?? AgentSettings(), role: "the rig's agent", agent: "the town's")
        values["target"] = settings.target
        values["polecats_max"] = String(settings.polecatsMax)
        values["landing"] = settings.landing.rawValue
        values["style"] = settings.style.rawValue
        values["beads_branch"] = settings.beadsBranch ?? "none"
        values["default_formula"] = settings.defaultFormula ?? "none"
        values["queue.batch_max"] = String(settings.queue.batchMax)
        values["queue.gate_runs"] = String(settings.queue.gateRuns)
        values["queue.gates_parallel"] = String(settings.queue.gatesParallel)
        values["queue.foreign_moves"] = settings.queue.foreignMoves.rawValue
        values["gates"] = settings.gates.isEmpty ? "none" : gates
        name(settings.names, else: "the town's", &values)
        return values
    }

    private func values(of settings: EscalationSettings) -> [String: String] {
        var values: [String: String] = [:]
        for severity in Severity.allCases {
            values[severity.rawValue] = settings.routes(of: severity).map(\.description).joined(separator: ", ")
        }
        values["stale_after"] = WrittenDuration.text(settings.staleAfterSeconds)
        values["reraise_max"] = String(settings.reraiseMax)
        let commands = settings.commands.map { "\($0.name): \($0.words.joined(separator: " "))" }
        values["command"] = commands.isEmpty ? "none" : commands.joined(separator: "; ")
        return values
    }

    private func name(_ names: NameSettings?, else standard: String, _ values: inout [String: String]) {
        values["names.theme"] = names?.names == nil ? names?.theme ?? standard : "none"
        values["names.names"] = names?.names.map { $0.map(\.text).joined(separator: ", ") } ?? "none"
    }

    private func agents(_ agents: AgentSettings, role: String, agent: String) -> [String: String] {
        var values = [AgentSettings.key(of: nil): agents.agent ?? agent]
        for kind in AgentRole.allCases { values[AgentSettings.key(of: kind)] = agents.roles[kind] ?? role }
        return values
    }

    /// The values of the file as it lies there.
    func values() throws(CommandFailure) -> [String: String] {
        let text = try text()
        do {
            return try values(of: text)
        } catch {
            throw .configuration("\(error)", hint: "correct the file; the store keeps the last good settings meanwhile")
        }
    }

    /// The file's text with one setting changed; refused when the result could not be used.
    func changed(_ key: ConfigurationKey, to value: String) throws(CommandFailure) -> String {
        guard !key.shape.hasPrefix("[") else {
            throw CommandFailure(
                .refused, code: "invalid", "\(key.name) is written as tables", about: key.name,
                hint: "edit \(path), then gt config reload")
        }
        guard !key.shape.hasPrefix("a list") else {
            throw CommandFailure(
                .refused, code: "invalid", "\(key.name) is a list", about: key.name,
                hint: "edit \(path), then gt config reload")
        }
        var edit = ConfigurationEdit(try text())
        let isNumber = key.shape.hasPrefix("number") && Int(value) != nil
        let isList = key.shape.hasPrefix("a list")
        edit.set(
            key.name,
            to: isNumber ? value : isList ? ConfigurationEdit.list(value) : ConfigurationEdit.quoted(value))
        do {
            _ = try values(of: edit.text)
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", error.sentence, about: key.name, hint: "\(key.name) is \(key.shape)")
        }
        return edit.text
    }
}
