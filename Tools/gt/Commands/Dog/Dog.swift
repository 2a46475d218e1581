import ArgumentParser

struct DogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dog",
        abstract: "Agents of the town, of no rig, for long or out-of-the-way work.",
        discussion: """
            A dog has a directory of its own, and a session for as long as a bead is on its hook: gt sling hangs one
            there, gt done -m ends it. Nothing of its work lands. With the preset script the bead's own commands are run.

            Example: gt sling hq-a1 dogs
            Example: gt dog add rex --agent claude && gt sling hq-a1 deacon/dogs/rex
            """,
        subcommands: [
            DogAddCommand.self, DogListCommand.self, DogStatusCommand.self, DogStartCommand.self,
            DogAtCommand.self, DogStopCommand.self, DogRemoveCommand.self,
        ])
}
