import ArgumentParser

/// Beads and how they move.
enum WorkCommands {
    static let all: [any ParsableCommand.Type] = [
        BeadCommand.self, BeadReadyCommand.self, BeadShowCommand.self, BeadCloseCommand.self, ConvoyCommand.self,
        SchedulerCommand.self, MountainCommand.self,
        HookCommand.self, UnslingCommand.self, QueueCommand.self, MoleculeCommand.self, StepCommand.self,
        FormulaCommand.self,
    ]
}

/// Words to agents and people.
enum TalkCommands {
    static let all: [any ParsableCommand.Type] = [
        MailCommand.self, MailInboxCommand.self, NudgeCommand.self, BroadcastCommand.self, EscalateCommand.self,
        SpoolCommand.self, DndCommand.self, NotifyCommand.self,
    ]
}

/// What is, and what has happened.
enum LookCommands {
    static let all: [any ParsableCommand.Type] = [
        StatusCommand.self, WhyCommand.self, FeedCommand.self, EventListCommand.self, TapCommand.self,
        AuditCommand.self, PolecatCommand.self, AgentsCommand.self, CycleCommand.self, PeekCommand.self,
        SeanceCommand.self, TrailCommand.self, CostsCommand.self, RescueCommand.self, TrashCommand.self,
        DoctorCommand.self, BusCommand.self,
        WhoAmICommand.self,
    ]
}

/// The program and its configuration.
enum SettingCommands {
    static let all: [any ParsableCommand.Type] = [
        ConfigCommand.self, AgentCommand.self, NamePoolCommand.self, RemoteCommand.self, VersionCommand.self,
        CompletionsCommand.self,
    ]
}
