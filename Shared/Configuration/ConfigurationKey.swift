internal import TownModel

/// One setting that a file may hold: `gt config explain` and the check for unknown keys read this list.
package struct ConfigurationKey: Hashable, Sendable {
    package var name: String
    /// What may be written, for people: `text`, `number ≥ 1`, `queue or local`.
    package var shape: String
    /// What holds when the file does not say; nil for what must be said.
    package var standard: String?
    package var sentence: String

    /// Of `config/town.toml`.
    package static let town: [ConfigurationKey] = {
        let standard = TownFile(name: "")
        let own: [ConfigurationKey] = [
            ConfigurationKey(
                name: "name", shape: "text", standard: nil,
                sentence: "What the town is called in messages and in status."),
            ConfigurationKey(
                name: "backup_hours", shape: "number from 0 to 8760", standard: String(standard.backupHours),
                sentence: "The Deacon has the ledger copied when the newest copy is older; 0: never."),
            ConfigurationKey(
                name: "backups_kept", shape: "number from 1 to 10000", standard: String(standard.backupsKept),
                sentence: "Of these copies, the newest so many stay."),
            ConfigurationKey(
                name: "prefix", shape: "lower-case letters, digits and hyphens", standard: standard.prefix.text,
                sentence: "What ids of the town's own beads start with; beads that are there keep theirs."),
            ConfigurationKey(
                name: "bus.listen", shape: "tcp://<host>:<port>", standard: "none",
                sentence: "Where other machines reach the town, each with a key of its own (gt key); read at the start."
            ),
            ConfigurationKey(
                name: "bus.feed", shape: "tcp://<host>:<port>", standard: "one port higher",
                sentence: "Where they hear its events."),
            ConfigurationKey(
                name: "agent", shape: "the name of a preset", standard: AgentSettings.standard,
                sentence: "Which agent works where neither the sling command nor the rig names one (gt agent list)."),
            ConfigurationKey(
                name: "dogs.max", shape: "number from 0 to \(DogPool.most)", standard: String(standard.dogsMax),
                sentence: "At most this many dogs, agents of the town for long or out-of-the-way work (gt dog)."),
            ConfigurationKey(
                name: "limits.polecats_max", shape: "number from 1 to \(TownLimits.polecatsMost)",
                standard: "none", sentence: "At most this many polecats work at the same time in all rigs."),
            ConfigurationKey(
                name: "limits.presets", shape: "a table, a number from 1 by preset", standard: "none",
                sentence: "The same for each of these presets: [limits.presets] claude = 4."),
            ConfigurationKey(
                name: "limits.load_max", shape: "a load for each core, as 1.5", standard: "none",
                sentence: "While the load of a minute is higher nobody new is begun."),
            ConfigurationKey(
                name: "limits.memory_min", shape: "MB, or a part as \"10%\"", standard: "none",
                sentence: "While less memory is available nobody new is begun."),
            ConfigurationKey(
                name: "forge.program", shape: "a program", standard: standard.forgeProgram,
                sentence: "Asks the forge about runs and pull requests that molecules wait for (gh, or one like it)."),
        ]
        return own + names(NameTheme.standard.name) + roleAgents("the town's agent")
    }()

    /// Of `rigs/<rig>/rig.toml`.
    package static let rig: [ConfigurationKey] = {
        let standard = RigSettings()
        let own: [ConfigurationKey] = [
            ConfigurationKey(
                name: "target", shape: "a branch", standard: standard.target,
                sentence: "The branch that finished work is merged into."),
            ConfigurationKey(
                name: "agent", shape: "the name of a preset", standard: "the town's",
                sentence: "Which agent works on this rig's beads when the sling command names none."),
            ConfigurationKey(
                name: "polecats_max", shape: "number from 1 to 100", standard: String(standard.polecatsMax),
                sentence: "At most this many polecats work at the same time."),
            ConfigurationKey(
                name: "landing", shape: LandingMode.allCases.map(\.rawValue).joined(separator: " or "),
                standard: standard.landing.rawValue,
                sentence: "queue: green work is merged into the target; local: its ref is kept, nothing is merged."),
            ConfigurationKey(
                name: "style", shape: MergeStyle.allCases.map(\.rawValue).joined(separator: " or "),
                standard: standard.style.rawValue,
                sentence: "A request lands as one merge commit, as one commit without a merge, or as its own commits."),
            ConfigurationKey(
                name: "beads_branch", shape: "a branch of its own", standard: "none",
                sentence: "A sync writes this rig's beads there as .beads/issues.jsonl, and merges what others change."),
            ConfigurationKey(
                name: "default_formula", shape: "the name of a formula", standard: "none",
                sentence: "The way of working at a bead whose sling names no formula, as in polecat-work."),
            ConfigurationKey(
                name: "queue.batch_max", shape: "number from 1 to \(QueueSettings.batchMost)",
                standard: String(standard.queue.batchMax),
                sentence: "At most so many requests are tested and landed together; 1: each alone."),
            ConfigurationKey(
                name: "queue.gate_runs", shape: "number from 1 to \(QueueSettings.gateRunsMost)",
                standard: String(standard.queue.gateRuns),
                sentence: "Runs of the gates at once for one target, where a red one is to be confirmed several times."),
            ConfigurationKey(
                name: "queue.gates_parallel", shape: "number from 1 to \(QueueSettings.gatesParallelMost)",
                standard: String(standard.queue.gatesParallel),
                sentence: "Gates of one run that work at the same time, where none needs the other."),
            ConfigurationKey(
                name: "queue.foreign_moves", shape: ForeignMoves.allCases.map(\.rawValue).joined(separator: " or "),
                standard: standard.queue.foreignMoves.rawValue,
                sentence: "When others have moved the target: build on it, or hold the queue until gt mq resume."),
            ConfigurationKey(
                name: "gates", shape: "[[gates]] tables with \(gate.map(\.name).joined(separator: ", "))",
                standard: "none", sentence: "Commands that must all exit 0 on the merged tree before it lands."),
        ]
        return own + names("the town's") + roleAgents("the rig's agent")
    }()

    private static func names(_ standard: String) -> [ConfigurationKey] {
        [
            ConfigurationKey(
                name: "names.theme", shape: NameTheme.shipped.map(\.name).joined(separator: " or "),
                standard: standard,
                sentence: "What new polecats are called (gt namepool); who has a name keeps it."),
            ConfigurationKey(
                name: "names.names", shape: "a list of 1 to \(NameSettings.namesMax) names", standard: "none",
                sentence: "Names of one's own instead of a theme, in the order in which they are given out."),
        ]
    }

    private static func roleAgents(_ standard: String) -> [ConfigurationKey] {
        AgentRole.allCases.map { role in
            ConfigurationKey(
                name: "role_agents.\(role.rawValue)", shape: "the name of a preset", standard: standard,
                sentence: "The same for \(role.plural) alone; goes before \"agent\" of the same file.")
        }
    }

    /// Of one `[[gates]]` table.
    package static let gate: [ConfigurationKey] = [
        ConfigurationKey(
            name: "name", shape: "text, each gate its own", standard: nil, sentence: "What the gate is called."),
        ConfigurationKey(
            name: "command", shape: "text", standard: nil,
            sentence: "Run by sh -c at the top of a worktree of the merged tree."),
        ConfigurationKey(
            name: "timeout_seconds", shape: "number ≥ 1", standard: "600",
            sentence: "After that it is ended and counts as not passed."),
        ConfigurationKey(
            name: "phase", shape: GatePhase.names, standard: "none",
            sentence: "It waits until all gates of earlier phases have passed."),
        ConfigurationKey(
            name: "needs", shape: "a list of gates' names", standard: "its phase's; without one the gate before it",
            sentence: "It waits until exactly these have passed; []: for none."),
        ConfigurationKey(
            name: "environment", shape: "a list of names of variables", standard: "[]",
            sentence: "These of the Refinery's own environment reach it; others do not. GT_* never do."),
        ConfigurationKey(
            name: "flaky", shape: "true or false", standard: "false",
            sentence: "It is known to fail now and then: its red is looked at twice."),
    ]
}
