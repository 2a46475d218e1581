import Configuration
import Host
import TownModel

/// One configuration file and what it may hold: the town's, or a rig's.
struct ConfigurationPlace {
    let rig: RigName?
    let path: String

    init(_ layout: TownLayout, rig: RigName?) {
        self.rig = rig
        path = rig.map(layout.rigFile) ?? layout.townFile
    }

    var keys: [ConfigurationKey] { rig == nil ? ConfigurationKey.town : ConfigurationKey.rig }

    func key(_ name: String) throws(CommandFailure) -> ConfigurationKey {
        if let key = keys.first(where: { $0.name == name }) { return key }
        let near = EditDistance.nearest(to: name, among: keys.map(\.name))
        let known = (near.isEmpty ? keys.map(\.name) : near).joined(separator: ", ")
        let hint = rig == nil ? "the town has \(known); a rig's settings need --rig" : "a rig has \(known)"
        throw CommandFailure(
            .refused, code: "not-found", "there is no setting \(UntrustedText.line(name)) here", about: name,
            hint: hint)
    }

    func text() throws(CommandFailure) -> String {
        do {
            return try Files.readText(path)
        } catch {
            throw .configuration("\(error)", hint: rig == nil ? "gt install" : "gt rig list")
        }
    }

    /// Every setting's value in effect, as text, if the file's text can be used.
    func values(of text: String) throws(ConfigurationError) -> [String: String] {
        guard rig != nil else {
            let file = try TownFile.parse(text, path: path)
            return [
                "name": file.name, "backup_hours": String(file.backupHours), "backups_kept": String(file.backupsKept),
                "prefix": file.prefix.text, "bus.listen": file.listen?.text ?? "none",
                "bus.feed": file.feed?.text ?? "none",
            ]
        }
        let settings = try RigFile.parse(text, path: path)
        return [
            "target": settings.target, "agent": settings.agent, "polecats_max": String(settings.polecatsMax),
            "landing": settings.landing.rawValue, "beads_branch": settings.beadsBranch ?? "none",
            "gates": settings.gates.isEmpty
                ? "none" : settings.gates.map { "\($0.name): \($0.command)" }.joined(separator: "; "),
        ]
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
        guard !key.shape.hasPrefix("[[") else {
            throw CommandFailure(
                .refused, code: "invalid", "\(key.name) is a list of tables", about: key.name,
                hint: "edit \(path), then gt config reload")
        }
        var edit = ConfigurationEdit(try text())
        let isNumber = key.shape.hasPrefix("number") && Int(value) != nil
        edit.set(key.name, to: isNumber ? value : ConfigurationEdit.quoted(value))
        do {
            _ = try values(of: edit.text)
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", error.sentence, about: key.name, hint: "\(key.name) is \(key.shape)")
        }
        return edit.text
    }
}
