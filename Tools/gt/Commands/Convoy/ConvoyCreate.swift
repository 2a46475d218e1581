import ArgumentParser
import TownModel
import Wire

struct ConvoyCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a convoy of beads.",
        discussion: """
            Nothing is slung by it: the Mayor feeds a convoy that gt sling made, or one made with --feed.

            Example: gt convoy create "New door" web-a1 web-b2 --feed
            """)

    @Argument(help: "What it is called.") var title: String
    @Argument(help: "Its members; an epic stands for its open leaves.", completion: IDCompletion.beads)
    var beads: [String] = []
    @Flag(help: "The Mayor slings members as they become ready, each to its own rig.") var feed = false
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let convoy = try await client.command(
            ConvoyCreate(
                title: title, beads: try await client.beads(beads), feeding: feed ? Feeding(rig: nil) : nil),
            id: id
        ).convoy
        call.answer(convoy) { "made \(ConvoyText.detail(convoy, $0))" }
    }
}
