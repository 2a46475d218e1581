internal import SourceText
internal import TownModel

/// Reads one `plugin.md` and keeps every problem that it meets.
final class PluginReader {
    let path: String
    private(set) var problems: [PluginProblem] = []

    init(path: String) { self.path = path }

    func problem(
        as gravity: PluginProblem.Gravity = .error, line: Int? = nil, key: String = "", _ sentence: String,
        remedy: String
    ) {
        problems.append(PluginProblem(gravity, path: path, line: line, key: key, sentence, remedy: remedy))
    }

    func plugin(_ source: PluginSource) -> Plugin? {
        guard source.text.utf8.count <= PluginLimits.textBytesMax else {
            problem(
                "it has \(source.text.utf8.count) bytes, at most \(PluginLimits.textBytesMax) are read",
                remedy: "Move what is long into the program, or into files that it names")
            return nil
        }
        guard let front = FrontMatter(source.text) else {
            problem(
                line: 1, "it has no front matter",
                remedy: "Begin it with a line +++, then keys like name = \"\(source.id.name)\", then a line +++")
            return nil
        }
        do {
            let root = try SourceText.toml(front.head)
            guard let top = PluginSection(reader: self, node: root, key: "", offset: front.firstLine - 1) else {
                return nil
            }
            return plugin(source, top, instructions: front.rest)
        } catch {
            problem(
                line: error.line.map { $0 + front.firstLine - 1 }, "the front matter is no TOML: \(error.sentence)",
                remedy: "Write keys as name = \"value\", and tables as [gate]")
            return nil
        }
    }

    private func plugin(_ source: PluginSource, _ top: PluginSection, instructions: String) -> Plugin {
        top.check(["name", "description", "version", "gate", "tracking", "execution"])
        checkName(top, source)
        var plugin = Plugin(
            id: source.id, description: top.text("description") ?? "", version: top.integer("version"),
            gate: gate(top.section("gate"), of: source), labels: [source.id.label], instructions: instructions,
            writtenAt: source.writtenAt)
        if let tracking = top.section("tracking") {
            tracking.check(["labels", "digest"])
            plugin.labels = Set(labels(tracking) + [source.id.label]).sorted()
            plugin.digest = tracking.flag("digest") ?? false
        }
        execution(top.section("execution"), source, &plugin)
        return plugin
    }

    private func checkName(_ top: PluginSection, _ source: PluginSource) {
        guard top.has("name") else {
            return problem(line: 1, key: "name", "it is missing", remedy: "Write name = \"\(source.id.name)\"")
        }
        if let name = top.text("name"), name != source.id.name.text {
            top.problem(
                at: "name", "it is \"\(name)\", and its directory is called \(source.id.name)",
                remedy: "Call both the same")
        }
    }

    private func labels(_ tracking: PluginSection) -> [String] {
        let labels = tracking.texts("labels")
        if labels.count > PluginLimits.labelsMax {
            tracking.problem(
                at: "labels", "these are \(labels.count)", remedy: "Write at most \(PluginLimits.labelsMax)")
        }
        return labels
    }

    private func execution(_ section: PluginSection?, _ source: PluginSource, _ plugin: inout Plugin) {
        section?.check(
            ["timeout", "notify_on_failure", "severity", "type", "agent"],
            refused: ["wrapper": "Call the wrapper in the program \(source.id.directory)/run"])
        if let seconds = section?.seconds("timeout", upTo: PluginLimits.timeoutSecondsMax) {
            plugin.timeoutSeconds = seconds
        }
        let severity = severity(section)
        plugin.severity = section?.flag("notify_on_failure") == true ? severity : nil
        plugin.preset = section?.text("agent")
        switch way(section, source) {
        case .script:
            guard let program = source.program else { return }
            plugin.program = "\(source.id.directory)/\(program.name)"
            if !program.isExecutable {
                problem(
                    "\(program.name) beside it can't be executed",
                    remedy: "chmod +x \(source.id.directory)/\(program.name)")
            }
            if plugin.preset != nil {
                section?.problem(
                    .warning, at: "agent", "\(program.name) is run without an agent, it does nothing",
                    remedy: "Take it out, or say type = \"agent\"")
            }
        case .agent:
            if !plugin.instructions.contains(where: { !$0.isWhitespace }) {
                problem(
                    "it has no instructions, and no program lies beside it",
                    remedy: "Write them below the front matter, or put an executable \(source.id.directory)/run there")
            }
        case nil: break
        }
    }

    private func severity(_ section: PluginSection?) -> Severity {
        guard let section, let text = section.text("severity") else { return .medium }
        if let severity = Severity(rawValue: text.lowercased()) { return severity }
        let names = Severity.allCases.map(\.rawValue).joined(separator: ", ")
        section.problem(at: "severity", "there is no severity \"\(text)\"", remedy: "There are: \(names)")
        return .medium
    }

    /// nil: it was refused.
    private func way(_ section: PluginSection?, _ source: PluginSource) -> PluginWay? {
        guard let section, let text = section.text("type") else { return source.program == nil ? .agent : .script }
        if text == "exec-wrapper" {
            section.problem(
                at: "type", "\"exec-wrapper\" is not supported",
                remedy: "Call the wrapper in the program \(source.id.directory)/run, and say type = \"script\"")
            return nil
        }
        guard let way = PluginWay(rawValue: text) else {
            section.problem(
                at: "type", "there is no type \"\(text)\"",
                remedy: "There are: script (the program beside it), agent (the instructions)")
            return nil
        }
        guard way == .agent || source.program != nil else {
            section.problem(
                at: "type", "it is a script, and no program lies beside it",
                remedy: "Put an executable \(source.id.directory)/run there")
            return nil
        }
        return way
    }
}
