package import TownModel

extension AgentPreset {
    /// How its program is told of hooks; nil: it is told of none.
    package var hookDialect: HookDialect? { hooks.flatMap { HookDialect.shipped[$0] } }
}

extension Assignment {
    /// The preset that it was given out with: its own definition, or one that comes with the program; nil for a name that
    /// is known no more.
    package var knownPreset: AgentPreset? { definition ?? AgentPreset.shipped[preset] }
}

extension ResidentRun {
    /// As an assignment's.
    package var knownPreset: AgentPreset? { definition ?? AgentPreset.shipped[preset] }
}
