import ArgumentParser
import Host
import TownModel
import Wire

struct QueueVerifyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove landings again, from the rig's repository.",
        discussion: """
            Of each landing: its tip descends from its base, has the very tree that was tested, and is in the target's
            history (the branch, and the remote's as it was last fetched); the request's own commit lies between them
            and brings its work in; all gates passed. Of what is only kept: its ref keeps it, with that tree. And
            every object of the clone is what its name says (git fsck), which takes long in a large one. Ends with 1
            when something does not agree.

            Example: gt mq verify --all
            Example: gt mq verify web-a1
            """)

    @Argument(help: "A merge request, or a bead; all landings without it.", completion: IDCompletion.beads)
    var id: String?
    @Flag(help: "All landings; so it is without a request too.") var all = false
    @Option(help: "Only of this rig.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if id != nil, all || rig != nil { throw ValidationError("a request's id goes without --all and --rig") }
    }

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let client = try call.client()
        let requests = try await landings(client)
        let rigs = try await client.query(RigList()).rigs.filter { (rig ?? $0.name) == $0.name }
        let byRig = Dictionary(grouping: requests, by: \.rig)
        let begin = ContinuousClock.now
        var reports: [LandingAudit.Report] = []
        for rig in rigs where id == nil || byRig[rig.name] != nil {
            if begin.duration(to: .now) > .seconds(1) { call.note("looking at \(rig.name) …") }
            let audit = LandingAudit(git: Git(repository: layout.repository(rig.name)), rig: rig)
            reports.append(try await audit.report(byRig[rig.name] ?? []))
        }
        call.answer(reports) { screen in reports.map { Self.text($0, screen) }.joined(separator: "\n") }
        let count = reports.reduce(0) { $0 + $1.mismatches.count }
        guard count == 0 else {
            throw CommandFailure(
                .refused, code: "mismatch", "\(count) \(count == 1 ? "thing does" : "things do") not agree",
                hint: "gt mq why tells of a request; a damaged clone is fetched anew, or taken from a copy")
        }
    }

    private func landings(_ client: TownClient) async throws(CommandFailure) -> [MergeRequest] {
        if let id {
            do {
                return try await client.query(MergeLandings(about: try QueueID.of(id))).requests
            } catch {
                guard error.code == ErrorCode.notFound.rawValue else { throw error }
                return try await client.query(MergeLandings(about: try await client.requestID(id))).requests
            }
        }
        return try await client.landings(of: rig)
    }

    private static func text(_ report: LandingAudit.Report, _ screen: Screen) -> String {
        let refs = report.refs.sorted { $0.key < $1.key }.map { "\($0.key) at \($0.value.short)" }
        let kept = report.kept == 0 ? "" : " (\(report.kept) only kept)"
        var lines = [
            "\(report.rig): \(report.landings) landings\(kept), \(report.mismatches.count) mismatches"
        ]
        if !refs.isEmpty { lines.append("  held against " + screen.plain(refs.joined(separator: ", "))) }
        lines += report.mismatches.map { mismatch in
            let about = mismatch.request.map { "\($0) (\(mismatch.bead?.text ?? "no bead")): " } ?? ""
            return "  " + screen.paint("wrong ", .red) + screen.plain(about + mismatch.what)
        }
        return lines.joined(separator: "\n")
    }
}
