import ArgumentParser
import Host
import TownModel
import Wire

struct DogRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a dog away; its directory goes to the town's trash.",
        discussion: """
            Refused while it has a session or something on its hook; without --force also while something lies in its
            directory. The trash is .gt/trash: nothing there is deleted by itself.

            Example: gt dog remove rex
            """)

    @Argument(help: "Which, e.g. rex.", completion: IDCompletion.dogs) var name: DogName
    @Flag(help: "With what lies in its directory too.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let row = try await ResidentTalk(name.address, call, client).row()
        let path = "\(client.layout.root)/\(row.resident.worktree)"
        if !force, row.resident.state == .ready, row.resident.run == nil { try checkIsEmpty(path) }
        let leaving = try await client.command(DogRemove(name: name.name)).resident
        // Again after an interruption: it is there, or in the trash.
        let trash = "\(client.layout.trash)/\(leaving.number)-\(name.name)"
        if Files.exists(path) {
            try Files.makeDirectory(client.layout.trash)
            try Files.rename(path, to: trash)
        }
        _ = try await client.command(
            DogRemoved(name: name.name, number: leaving.number),
            id: CommandID(composed: "removed", "\(leaving.number)"))
        let gone = Gone(agent: leaving.agent, trash: Files.exists(trash) ? trash : nil)
        call.answer(gone) { screen in
            screen.plain("\(gone.agent) is gone" + (gone.trash.map { "; its directory is \($0)" } ?? ""))
        }
    }

    private func checkIsEmpty(_ path: String) throws {
        let names = Files.names(in: path)
        guard !names.isEmpty else { return }
        let shown = names.prefix(CommandLimits.candidatesMax).joined(separator: ", ")
        let more = names.count > CommandLimits.candidatesMax ? " and more" : ""
        throw CommandFailure(
            .refused, code: "conflict", "\(path) is not empty: \(UntrustedText.line(shown))\(more)",
            about: name.address.description, hint: "take out what is wanted, or --force: it goes to the trash")
    }

    private struct Gone: Encodable {
        let agent: Address
        /// Where its directory lies now; nil: it had none.
        let trash: String?
    }
}
