import ArgumentParser

/// `gt` itself. Each group is listed where its commands are.
struct GasTown: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt",
        abstract: "Keeps coding agents at work on git repositories.",
        discussion: """
            A town is a directory; its store, Mayor, Deacon and, per rig, Witness and
            Refinery are processes on a bus. Every command is a client of the store.
            gt bd … is the command line of Beads over the same ledger.

            Exit statuses: 0 done or spooled, 1 refused, 2 held by a guard, 64 usage,
            65 bad data, 69 store away, 70 our bug, 75 try again, 77 forbidden,
            78 configuration.

            Example: gt install ~/gt && cd ~/gt && gt up
            Example: gt rig add web https://example.org/web.git
            Example: gt bead create "Say hello" --rig web
            Example: gt sling we-a1 web
            Example: gt feed
            """,
        version: VersionCommand.number,
        groupedSubcommands: [
            CommandGroup(name: "Running a town", subcommands: TownCommands.all),
            CommandGroup(name: "Work", subcommands: WorkCommands.all),
            CommandGroup(name: "Handing work out and in", subcommands: SessionCommands.all),
            CommandGroup(name: "Talking", subcommands: TalkCommands.all),
            CommandGroup(name: "Looking", subcommands: LookCommands.all),
            CommandGroup(name: "The town", subcommands: SettingCommands.all),
        ])
}
