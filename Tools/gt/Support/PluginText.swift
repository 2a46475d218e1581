import Host
import Plugins
import TownModel
import Wire

/// Plugins for people. What their files say was written by others.
enum PluginText {
    static func table(_ sights: [PluginSight], _ screen: Screen) -> String {
        guard !sights.isEmpty else {
            return "no plugins: one is a directory with a plugin.md in config/plugins, or in rigs/<rig>/plugins"
        }
        var table = TextTable()
        for sight in sights {
            table.add(
                .init(sight.plugin.text, .bold), .init(screen.plain(sight.gate ?? "can't be used")),
                state(sight, screen), last(sight.last, screen), .init(screen.plain(sight.description ?? ""), .dim))
        }
        return table.text(screen)
    }

    private static func state(_ sight: PluginSight, _ screen: Screen) -> TextTable.Cell {
        guard sight.waits != nil else { return .init("broken", .red) }
        if sight.last.map({ $0.ended == nil }) == true { return .init("running", .green) }
        if sight.isOff { return .init("off", .yellow) }
        if let moment = sight.notBefore { return .init("in \(Age.text(screen.now.duration(to: moment)))") }
        return sight.waits == "due" ? .init("due", .green) : .init("waits", .dim)
    }

    private static func last(_ run: PluginRun?, _ screen: Screen) -> TextTable.Cell {
        guard let run else { return .init("never run", .dim) }
        guard let result = run.result, let ended = run.ended else { return .init("since \(screen.age(run.begun))") }
        let colour: Screen.Colour = result == .failure ? .red : result == .success ? .green : .dim
        return .init("\(result.rawValue) \(screen.age(ended)) ago", colour)
    }

    static func show(_ sight: PluginSight, _ screen: Screen) -> String {
        var lines = [screen.paint(sight.plugin.text, .bold) + "  " + screen.plain(sight.description ?? "")]
        func add(_ name: String, _ text: String?) {
            if let text { lines.append("  \(name): \(screen.plain(text))") }
        }
        add("runs", sight.gate)
        add(
            "waits for",
            sight.isOff
                ? "being switched on: gt plugin enable \(sight.plugin)"
                : sight.waits.map { $0 == "due" ? "nothing: it is due" : $0 })
        add("not before", sight.notBefore?.description)
        add(
            "way",
            sight.program.map { "\($0), as it is" } ?? sight.way.map { _ in "an agent, \(sight.agent ?? "the town's")" }
        )
        add("may take", sight.timeoutSeconds.map(WrittenDuration.text))
        add("labels", sight.labels?.joined(separator: ", "))
        add(
            "when it fails",
            sight.way.map { _ in sight.notifies.map { "a person is told (\($0.rawValue))" } ?? "nobody is told" })
        add("its beads", sight.digest.map { $0 ? "stay in the files" : "are in no file" })
        add("directory", sight.directory)
        add("last run", sight.last.map { line($0, screen) })
        lines += sight.problems.map { "  \(screen.plain($0))" }
        return lines.joined(separator: "\n")
    }

    static func history(_ runs: [PluginRun], _ screen: Screen) -> String {
        guard !runs.isEmpty else { return "it was never run" }
        return runs.map { line($0, screen) }.joined(separator: "\n")
    }

    static func line(_ run: PluginRun, _ screen: Screen) -> String {
        let took =
            run.ended.map { ", \(Age.text(run.begun.duration(to: $0)))" }
            ?? ", on the hook of \(run.dog.map(\.description) ?? "a dog")"
        let word = run.result?.rawValue ?? "running"
        let note = run.note.map { ": \(screen.plain($0))" } ?? ""
        return "#\(run.number)  \(run.bead)  \(screen.age(run.begun)) ago  \(word)\(took)\(note)"
    }
}
