import Agents
import Host
import TownModel

/// Presets as people read of them.
struct AgentText {
    let screen: Screen
    let environment: AgentEnvironment
    let book: PresetBook
    let places: AgentPlaces
    /// Where the town lies: paths below it are shown from there.
    let root: String

    func table(_ presets: [AgentPreset]) -> String {
        var table = TextTable()
        table.header("preset", "program", "", "from", "used by")
        for preset in presets {
            table.add(
                .init(preset.name, .cyan), .init(program(preset)), .init(preset.isVerified ? "verified" : "unverified"),
                .init(short(book.origin(of: preset)), .dim), .init(users(of: preset)))
        }
        return table.text(screen)
    }

    /// Every field, what nobody knows too.
    func details(_ preset: AgentPreset) -> String {
        let here: [(String, String?)] = [
            ("program", program(preset)), ("from", short(book.origin(of: preset))), ("used by", users(of: preset)),
        ]
        let rows = here + preset.rows
        let status = preset.verifiedWith.map { "verified: \($0)" } ?? "unverified: never run here with its program"
        let width = rows.map(\.0.count).max() ?? 0
        var lines = ["\(screen.paint(preset.name, .bold))  \(screen.plain(status))"]
        for (name, value) in rows {
            let padding = String(repeating: " ", count: width - name.count + 2)
            lines.append("  \(name)\(padding)\(value.map(screen.plain) ?? screen.paint("not known", .dim))")
        }
        return lines.joined(separator: "\n")
    }

    /// Who works where, and by whose word.
    func choices() -> String {
        var table = TextTable()
        table.header("where", "who", "agent", "by")
        for place in places.places {
            table.add(
                .init(place.rig?.text ?? "the town"), .init(place.role.plural), .init(place.preset, .cyan),
                .init(word(of: place), .dim))
        }
        return table.text(screen)
    }

    private func program(_ preset: AgentPreset) -> String {
        guard let path = environment.program(of: preset) else { return "\(preset.program): not here" }
        return environment.isTowns(path) ? "\(preset.program) (the town's own)" : short(path)
    }

    private func users(of preset: AgentPreset) -> String {
        let users = places.users(of: preset).map { "\($0.role.plural) of \($0.rig?.text ?? "the town")" }
        return users.isEmpty ? "nobody" : users.joined(separator: ", ")
    }

    private func word(of place: AgentPlaces.Place) -> String {
        guard let file = place.file else { return "default" }
        let key =
            [.rigRole, .townRole].contains(place.source)
            ? AgentSettings.key(of: place.role) : AgentSettings.key(of: nil)
        return "\(key) in \(short(file))"
    }

    private func short(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
    }
}

/// The fields of a preset, as they are told; nil for what nobody knows.
extension AgentPreset {
    fileprivate var rows: [(String, String?)] {
        var rows: [(String, String?)] = [
            ("command", Self.joined(command)), ("session", whyNotYet ?? sessionWords),
            ("first prompt", firstPromptWords),
        ]
        if let form = nonInteractive {
            rows.append(("one prompt", line(form.arguments, "<prompt>")))
            rows.append(("in JSON", form.output.map(Self.joined)))
        } else {
            rows.append(("one prompt", nil))
        }
        if let form = resume {
            rows.append(("resume", line(form.named, "<id>")))
            rows.append(("resume the last", form.latest.map { line($0) }))
            rows.append(("fork", form.fork.map(Self.joined)))
        } else {
            rows.append(("resume", nil))
        }
        return rows + signs
    }

    private var sessionWords: String {
        readsTerminal ? "in a pane of the town's tmux server" : "without a terminal"
    }

    private var signs: [(String, String?)] {
        [
            ("session variable", sessionVariable), ("hooks file", hooksFile), ("instructions", instructionsFile),
            ("transcripts", transcripts.map { "as \($0) writes them" }),
            ("nudges", nudgeWords), ("ready sign", readySign.map(Self.sign)),
            ("ready after", readySeconds.map(Self.seconds)),
            ("idle sign", idleSign.map(Self.sign)), ("working signs", Self.signs(promptLine?.workingSigns)),
            ("asking signs", Self.signs(promptLine?.askingSigns)), ("rate limit signs", Self.signs(rateLimitSigns)),
            ("variables", environment.isEmpty ? "none" : Self.joined(environment)),
            ("another attempt", restartsClean ? "begins clean" : "goes on in what is there"),
            ("version", line(versionArguments ?? ["--version"])),
        ]
    }

    /// How words for now reach it.
    private var nudgeWords: String {
        if stream != nil {
            let message = "a message on its stdin, as a line of JSON"
            return hookDialect == nil ? message : "by its hooks; it is woken by \(message)"
        }
        guard readsTerminal, let promptLine else { return "when it asks" }
        let line = "typed behind \(Self.sign(promptLine.sign))"
        let keeps = promptLine.hasLineEditor ? "" : ", where nothing stands there"
        return hookDialect == nil ? line + keeps : "by its hooks; it is woken by a line \(line)"
    }

    private func line(_ arguments: [String], _ last: String? = nil) -> String {
        Self.joined([program] + arguments + [last].compactMap(\.self))
    }

    private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }

    private static func seconds(_ count: Int) -> String { "\(count) s" }

    /// Each may be of several words.
    private static func signs(_ signs: [String]?) -> String? {
        guard let signs, !signs.isEmpty else { return nil }
        return signs.map(sign).joined(separator: ", ")
    }

    /// By which its state is seen: for who tries a preset out.
    var signWords: String? {
        let known = signs.filter { name, value in
            name.hasSuffix("sign") || name.hasSuffix("signs") ? value != nil : false
        }
        return known.isEmpty ? nil : known.map { "\($0): \($1 ?? "")" }.joined(separator: "\n")
    }

    private static func sign(_ text: String) -> String { "\"\(text)\"" }

    private var firstPromptWords: String? {
        switch firstPrompt {
        case nil: nil
        case .some(.none): "none: it finds out by itself"
        case .input: "as its stdin"
        case .argument: "as its last argument"
        case .flag: "as its last argument, after \(promptFlag ?? "")"
        case .pasted: "into its terminal, once it is ready"
        case .message: "as the first message on its stdin"
        }
    }
}

extension AgentSettings {
    /// The name of the setting in `town.toml` and `rig.toml`.
    static func key(of role: AgentRole?) -> String { role.map { "role_agents.\($0.rawValue)" } ?? "agent" }
}
