import ArgumentParser
import Audit
import TownModel
import Wire

struct AuditCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Add up what became of all work, from the log, and say what does not add up.",
        discussion: """
            Every bead of work that was made has landed, is kept, has ended in another way, was deleted or is open: of the
            town, of each rig and of each convoy. What contradicts itself (a landing of a bead that is open, work that was
            handed in and is nowhere, two workers at once) is named, and so is where the ledger says something else than
            its log. Ends with 1 then. gt mq verify proves the landings themselves, from the repository.

            Example: gt audit
            Example: gt audit --convoy hq-cv-a1b2c --json
            """)

    @Option(help: "Only of this convoy.", completion: IDCompletion.convoys) var convoy: String?
    @Option(help: "Only of this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if convoy != nil, rig != nil { throw ValidationError("--convoy goes without --rig") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var wanted: BeadID?
        if let convoy { wanted = try await client.convoy(convoy).id }
        let (audit, differences) = try await AuditReading(call: call, client: client).read()
        let report = try AuditReport(audit, differences, convoy: wanted, rig: rig)
        call.answer(report) { report.text($0) }
        guard report.addsUp else {
            throw CommandFailure(
                .refused, code: "mismatch", "it does not add up",
                hint: "gt why <id> tells what led to it, gt events what happened; please report it with both")
        }
    }
}
