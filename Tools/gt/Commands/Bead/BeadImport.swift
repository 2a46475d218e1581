import ArgumentParser
import Host
import TownModel
import Wire

struct BeadImportCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Merge a Beads file into the ledger: what it says of a bead that is here is merged field by field.",
        discussion: """
            With --base, the file as both sides last knew it, removals are told from what one side never had. Nothing is taken
            from who works on it. Lines that are no beads are named and left out; then the exit status is 65. A file of more than
            20,000 lines goes in parts; interrupted and run again, it goes on where it was.

            Example: gt bead import .beads/issues.jsonl --rig web
            """)

    @Argument(help: "A Beads file.", completion: .file()) var file: String
    @Option(help: "Where beads go that are new here: a rig, or hq.") var rig: BeadHome?
    @Option(help: "The common ancestor.", completion: .file()) var base: String?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let home = try rig ?? call.rigHere().map(BeadHome.rig) ?? .hq
        let bytes = try Files.read(file, bytesMax: CommandLimits.beadsFileBytesMax)
        let report = try await client.importBeads(bytes, called: file, base: base, into: home, call, id: id)
        call.answer(report) { ImportText.text(report, file: file, $0) }
        if report.refused > 0 { throw ExitStatusOnly(status: .badData) }
    }
}
