package import TownModel

/// `config/escalation.toml`: for each severity who is told and how, and the commands that are named there.
package enum EscalationFile {
    /// `path` is for messages only.
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> EscalationSettings {
        let table = try StrictTable(text: text, path: path)
        try table.checkKeys(ConfigurationKey.escalation)
        var settings = EscalationSettings(commands: try commands(table))
        for severity in Severity.allCases {
            guard let words = try table.texts(severity.rawValue) else { continue }
            settings.routes[severity] = try routes(words, severity, settings.commands, table)
        }
        if let text = try table.text("stale_after") {
            guard let seconds = WrittenDuration.seconds(text) else {
                throw table.failure(
                    "\"stale_after\" is a time like \"4h\" or \"1h30m\", not \"\(text)\"", at: "stale_after")
            }
            settings.staleAfterSeconds = seconds
        }
        if let most = try table.number("reraise_max", in: 0...EscalationSettings.reraiseMost) {
            settings.reraiseMax = most
        }
        return settings
    }

    private static func routes(
        _ words: [String], _ severity: Severity, _ commands: [EscalationCommand], _ table: StrictTable
    ) throws(ConfigurationError) -> [EscalationRoute] {
        let key = severity.rawValue
        var routes: [EscalationRoute] = []
        for word in words {
            guard let route = EscalationRoute(word) else {
                throw table.failure(
                    "\"\(key)\" has \"\(word)\"; a route is bead, mail:<address>, command:<name> or desktop", at: key)
            }
            if case .command(let name) = route, !commands.contains(where: { $0.name == name }) {
                throw table.failure("\"\(key)\" names the command \"\(name)\": say it in [command.\(name)]", at: key)
            }
            guard !routes.contains(route) else { throw table.failure("\"\(key)\" has \"\(word)\" twice", at: key) }
            routes.append(route)
        }
        guard routes.contains(.bead) else {
            throw table.failure("\"\(key)\" has no \"bead\": every escalation has one, so say it too", at: key)
        }
        guard routes.count <= EscalationSettings.routesMost else {
            throw table.failure("\"\(key)\" has more than \(EscalationSettings.routesMost) routes", at: key)
        }
        return routes
    }

    private static func commands(_ file: StrictTable) throws(ConfigurationError) -> [EscalationCommand] {
        guard let tables = try file.table("command") else { return [] }
        guard tables.keys.count < EscalationSettings.routesMost else {
            throw file.failure("there are more than \(EscalationSettings.routesMost - 1) commands", at: "command")
        }
        var commands: [EscalationCommand] = []
        for name in tables.keys {
            guard let table = try tables.table(name) else { continue }
            guard EscalationCommand.isName(name) else {
                throw tables.failure(
                    "\"\(name)\" can't be a command's name: that is a lower-case letter, then letters, digits and "
                        + "hyphens, 40 at most", at: name)
            }
            try table.checkKeys(ConfigurationKey.escalationCommand)
            guard let words = try table.texts("argv"), !words.isEmpty else {
                throw table.failure(
                    "\"argv\" is missing: the program and its arguments, as a list of texts", at: "argv")
            }
            guard !words.contains(where: { $0.utf8.contains(0) }), words[0].first != "-" else {
                throw table.failure("\"argv\" begins with a program, and has no NUL in it", at: "argv")
            }
            var command = EscalationCommand(name: name, words: words)
            if let seconds = try table.number("timeout_seconds", in: 1...3600) {
                command.timeoutSeconds = Int64(seconds)
            }
            commands.append(command)
        }
        return commands
    }
}

extension ConfigurationKey {
    /// Of `config/escalation.toml`.
    package static let escalation: [ConfigurationKey] = {
        let standard = EscalationSettings()
        let shape = "a list of routes: bead, mail:<address>, command:<name>, desktop"
        let lists = Severity.allCases.reversed().map { severity in
            let routes = standard.routes(of: severity).map(\.description).joined(separator: ", ")
            return ConfigurationKey(
                name: severity.rawValue, shape: shape,
                standard: routes,
                sentence: "How an escalation of this severity is told"
                    + (severity == .critical ? "; without a list of its own also by every command there is." : "."))
        }
        return lists + [
            ConfigurationKey(
                name: "stale_after", shape: "a time: 30m, 4h, 1h30m",
                standard: WrittenDuration.text(standard.staleAfterSeconds),
                sentence: "What nobody has acknowledged for so long is raised anew, one severity higher."),
            ConfigurationKey(
                name: "reraise_max", shape: "number from 0 to \(EscalationSettings.reraiseMost)",
                standard: String(standard.reraiseMax), sentence: "So often at most; 0: never."),
            ConfigurationKey(
                name: "command",
                shape: "[command.<name>] tables with \(escalationCommand.map(\.name).joined(separator: ", "))",
                standard: "none", sentence: "Programs that tell somebody outside the town."),
        ]
    }()

    /// Of one `[command.<name>]` table.
    package static let escalationCommand: [ConfigurationKey] = [
        ConfigurationKey(
            name: "argv", shape: "a list of texts", standard: nil,
            sentence: "The program and its arguments; no shell reads them. The text is on its stdin."),
        ConfigurationKey(
            name: "timeout_seconds", shape: "number from 1 to 3600",
            standard: String(EscalationCommand.standardTimeoutSeconds),
            sentence: "After that it is ended, and has failed."),
    ]
}
