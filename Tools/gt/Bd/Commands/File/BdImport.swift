import ArgumentParser
import TownModel
import Wire

struct BdImport: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Merge a Beads file into the ledger: what is here and not in the file stays.",
        discussion: """
            All of it in one step, unless it has over 20,000 issues. Issues that are new go to --rig, else to the rig you are in, else to the town itself.
            Ends with 65 when a line did not go in; each such line is named.

            Example: bd import -i issues.jsonl --rig web
            """)

    @Option(name: .shortAndLong, help: "The file; without it, or with -, what is piped in.", completion: .file())
    var input = "-"
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let home = try await home.one(call, client)
        let name = input == "-" ? "what is piped in" : input
        let report = try await client.importBeads(
            try TextSource.bytes(input), called: name, into: home, call.call)
        call.answer(JSONText.text(report)) { ImportText.text(report, file: name, $0) }
        if report.refused > 0 { throw ExitStatusOnly(status: .badData) }
    }
}
