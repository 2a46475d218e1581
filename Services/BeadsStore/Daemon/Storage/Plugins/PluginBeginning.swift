internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// How a run begins: with a bead on the hook of a dog, or not at all.
extension Transaction {
    func begin(_ begin: PluginBegin) throws(LedgerError) -> PluginReply {
        try checkHasPlugins(begin.plugin)
        var state = try plugin(begin.plugin) ?? PluginState(plugin: begin.plugin)
        try check(begin, state)
        let after = sequence
        let dog = try dogForPlugin(begin)
        let preset = begin.program == nil ? try agentForPlugin(begin, dog) : AgentSettings.standard
        let run = PluginRun(
            number: state.runs + 1, bead: try mint(prefix: try prefix(of: begin.plugin), kind: "plugin"),
            way: begin.program == nil ? .agent : .script,
            program: begin.program.map { "\(begin.plugin.directory)/\($0)" }, timeoutSeconds: begin.timeoutSeconds,
            severity: begin.severity, digest: begin.digest, by: speaker.actor, dog: dog, begun: now, after: after)
        try makeBead(of: run, begin)
        state.last = run
        try save(state)
        try save(run, of: begin.plugin)
        let grace = run.way == .script ? PluginLimits.scriptGraceSeconds : 0
        try setTimer(.endPlugin(run.bead), due: now.advanced(by: .seconds(run.timeoutSeconds + grace)))
        try tell(.pluginBegan, state, nil)
        try hang(run.bead, on: dog, .now, preset: preset)
        return PluginReply(state: state)
    }

    private func check(_ begin: PluginBegin, _ state: PluginState) throws(LedgerError) {
        if let run = state.open {
            let holder = run.dog.map(\.description) ?? "a dog"
            throw .refuse(
                .already,
                "a run of \(begin.plugin) is on its way: \(run.bead), on the hook of \(holder)",
                about: begin.plugin.text, hint: "gt plugin history \(begin.plugin)")
        }
        if let known = begin.after, known != state.runs {
            throw .refuse(
                .conflict, "\(begin.plugin) was run \(state.runs) times, not \(known)", about: begin.plugin.text)
        }
        if speaker.role != nil, state.isOff {
            throw .refuse(.conflict, "\(begin.plugin) is switched off", about: begin.plugin.text)
        }
        if let rig = begin.plugin.rig, try knownRig(rig).state != .active {
            throw .refuse(.parked, "\(rig) is parked", about: rig.text, hint: "gt rig unpark \(rig)")
        }
        guard (1...PluginLimits.timeoutSecondsMax).contains(begin.timeoutSeconds) else {
            throw .refuse(
                .invalid, "a run takes 1 to \(PluginLimits.timeoutSecondsMax) seconds, not \(begin.timeoutSeconds)",
                about: begin.plugin.text)
        }
        if let program = begin.program, !PluginLimits.programs.contains(program) {
            throw .refuse(
                .invalid, "the program of a plugin is run or run.sh, not \(program.debugDescription)",
                about: begin.plugin.text)
        }
    }

    private func prefix(of plugin: PluginID) throws(LedgerError) -> String {
        try plugin.rig.map { (name) throws(LedgerError) in try knownRig(name).prefix } ?? town.prefix.text
    }

    /// A role asks again in its own time; a person, or a program, is told to try again.
    private func dogForPlugin(_ begin: PluginBegin) throws(LedgerError) -> Address {
        do throws(LedgerError) {
            if let reason = try stopReason() {
                throw .refuse(.busy, "the town is stopped: \(reason)", about: "@dogs", hint: "gt thaw")
            }
            return try freeDog()
        } catch {
            guard speaker.role != nil, case .refused(let why) = error, why.code == .busy else { throw error }
            throw .refuse(.conflict, why.message, about: why.about, hint: why.hint)
        }
    }

    /// What has no model can follow no instructions.
    private func agentForPlugin(_ begin: PluginBegin, _ dog: Address) throws(LedgerError) -> String {
        let known = try resident(dog)?.preset
        let choice = AgentChoice(flag: begin.preset ?? known, role: nil, town: try townAgents())
        guard choice.preset != AgentSettings.standard else {
            throw .refuse(
                .invalid, "\(begin.plugin) has instructions for an agent, and nobody has said which",
                about: begin.plugin.text,
                hint: "agent = \"<preset>\" in its [execution], or gt agent set <preset>; or an executable "
                    + "\(begin.plugin.directory)/run")
        }
        try checkDogPreset(choice.preset)
        return choice.preset
    }

    /// In no file as long as it is on its way, and never in a list of what could be worked on.
    private func makeBead(of run: PluginRun, _ begin: PluginBegin) throws(LedgerError) {
        let labels = Set(begin.labels + [begin.plugin.label]).sorted()
        try BeadText.check(labels: labels)
        let description = text(of: run, begin)
        try BeadText.check(description: description)
        try insert(
            BeadRow(
                bead: Bead(
                    id: run.bead, rig: begin.plugin.rig, title: try BeadText.title(begin.title),
                    description: description, priority: .normal, type: .task, labels: labels, createdAt: now,
                    createdBy: speaker.actor.description, updatedAt: now), marks: [.ephemeral]))
        try setLabels(labels, of: run.bead)
    }

    private func text(of run: PluginRun, _ begin: PluginBegin) -> String {
        let place = begin.plugin.rig.map { "of the rig \($0), whose directory is rigs/\($0)" } ?? "of the town"
        guard let program = run.program else {
            return """
                Run \(run.number) of the plugin \(begin.plugin.name) \(place). Its own directory is \
                \(begin.plugin.directory), in the town's. It may take \(run.timeoutSeconds) seconds.

                When you have followed the instructions: gt done -m "<what came of it, in a line>"
                When there was nothing to do: gt done --status no-change -m "<why>"
                When it could not be done: gt done --status blocked -m "<why>"

                \(begin.instructions)
                """
        }
        let rest = begin.instructions.trimmed
        return "Run \(run.number) of the plugin \(begin.plugin.name) \(place): \(program) is executed as it is."
            + (rest.isEmpty ? "" : "\n\n\(rest)")
    }
}
