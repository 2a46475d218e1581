import ArgumentParser
import TownModel
import Wire

struct BdImport: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Merge a Beads file into the ledger: what is here and not in the file stays.",
        discussion: """
            All of it in one step. Issues that are new go to --rig, else to the rig you are in, else to the town itself.
            Ends with 1 when a line did not go in; each such line is named.

            Example: bd import -i issues.jsonl --rig web
            """)

    @Option(name: .shortAndLong, help: "The file; without it, or with -, what is piped in.", completion: .file())
    var input = "-"
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let home = try await home.one(call, client)
        let hash = try await client.put(try TextSource.bytes(input))
        let report = try await client.command(BeadImport(home: home, blob: hash))
        call.answer(JSONText.text(report)) { screen in
            let odd = report.findings.map { finding in
                let place = [finding.line.map { "line \($0)" }, finding.id].compactMap { $0 }.joined(separator: ", ")
                return "  " + screen.plain("\(place): \(finding.kind)\(finding.detail.map { " (\($0))" } ?? "")")
            }
            let sums =
                "\(report.beads) issues read into \(home): \(report.created) new, \(report.changed) changed, "
                + "\(report.unchanged) as they were, \(report.refused) refused"
            return ([sums] + odd).joined(separator: "\n")
        }
        if report.refused > 0 { throw ExitStatusOnly(status: .refused) }
    }
}
