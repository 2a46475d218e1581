import ArgumentParser

/// A town's life: made, started, stopped, looked after.
enum TownCommands {
    static let all: [any ParsableCommand.Type] = [
        InstallCommand.self, UpCommand.self, DownCommand.self, HealthCommand.self, LogsCommand.self,
        WakeCommand.self,
        EstopCommand.self, ThawCommand.self, RigCommand.self, CrewCommand.self, WorktreeCommand.self, MayorCommand.self,
        DogCommand.self,
        PluginCommand.self,
        KeyCommand.self,
        BackupCommand.self, RestoreCommand.self,
    ]
}

/// What a working session says and asks.
enum SessionCommands {
    static let all: [any ParsableCommand.Type] = [
        SlingCommand.self, PrimeCommand.self, ResumeCommand.self, HandoffCommand.self, DoneCommand.self,
        AgentScriptCommand.self, SignalCommand.self, HooksCommand.self,
    ]
}
