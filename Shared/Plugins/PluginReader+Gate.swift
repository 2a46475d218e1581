internal import SourceText
internal import TownModel

extension PluginReader {
    /// What each kind of gate is told by.
    private static let keys = ["cooldown": "duration", "cron": "schedule", "condition": "check", "event": "on"]

    /// Without a table it is run by hand. A gate that can't be read is told as a problem.
    func gate(_ section: PluginSection?, of source: PluginSource) -> PluginGate {
        guard let section else { return .manual }
        section.check(["type"] + Self.keys.values.sorted())
        guard section.has("type") else {
            section.problem(
                at: nil, "it has no type", remedy: "Write type = \"…\": \(PluginGate.kinds.joined(separator: ", "))")
            return .manual
        }
        guard let kind = section.text("type") else { return .manual }
        guard PluginGate.kinds.contains(kind) else {
            let near = EditDistance.nearest(to: kind, among: PluginGate.kinds).first
            section.problem(
                at: "type", "there is no gate \"\(kind)\"",
                remedy: near.map { "Did you mean \"\($0)\"?" }
                    ?? "There are: \(PluginGate.kinds.joined(separator: ", "))")
            return .manual
        }
        for (other, key) in Self.keys.sorted(by: { $0.value < $1.value }) where other != kind && section.has(key) {
            section.problem(
                .warning, at: key, "a gate of type \(kind) has no \(key), it does nothing",
                remedy: "Take it out, or say type = \"\(other)\"")
        }
        return gate(kind, section, source) ?? .manual
    }

    private func gate(_ kind: String, _ section: PluginSection, _ source: PluginSource) -> PluginGate? {
        switch kind {
        case "cooldown":
            return section.required("duration", like: "30m").flatMap { _ in
                section.seconds("duration", upTo: 366 * 86_400).map { .cooldown(seconds: $0) }
            }
        case "cron":
            guard let text = section.required("schedule", like: "30 3 * * *") else { return nil }
            do {
                return .cron(try CronSchedule(text))
            } catch {
                section.problem(at: "schedule", error.sentence, remedy: error.remedy)
                return nil
            }
        case "condition": return section.required("check", like: "test -e /tmp/x").map { .condition(check: $0) }
        case "event": return section.required("on", like: "*.bead.closed").flatMap { event($0, section, source) }
        default: return .manual
        }
    }

    private func event(_ text: String, _ section: PluginSection, _ source: PluginSource) -> PluginGate? {
        let pattern = TopicPattern(text)
        if let complaint = pattern.complaint {
            section.problem(
                at: "on", complaint, remedy: "Write words with dots between them: \"*.mr.landed\", as for gt tap")
            return nil
        }
        guard !pattern.isSignal else {
            section.problem(
                at: "on", "\"\(text)\" is a signal, and signals are in no log: one could be missed",
                remedy: "Write the topic of an event, as gt events shows it")
            return nil
        }
        let own = source.id.rig.map(StreamName.rig) ?? .town
        if let stream = pattern.stream, stream != own {
            section.problem(
                at: "on",
                "\"\(text)\" is of the stream \(stream), and a plugin in \(source.id.directory) hears \(own) alone",
                remedy: "Write \"\(own).…\", or move the plugin to where these events are")
            return nil
        }
        return .event(on: pattern)
    }
}
