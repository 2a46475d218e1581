import ArgumentParser
import TownModel
import Wire

struct PolecatStaleCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List workers that hold something and do nothing, or hold nothing and cost a session.",
        discussion: """
            Each with why, since when, and what to do. Nothing is changed.

            Example: gt polecat stale --threshold 1h
            """)

    @Option(help: "For so long at least, as in 30m, 3h.") var threshold = DurationArgument(.seconds(3 * 3600))
    @Option(help: "Of this rig; else of all.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let rows = try await client.query(PolecatList(rig: rig, limit: WireLimits.pageRowsMax)).polecats
        let sights = await PolecatSight.all(rows, client.layout)
        let now = Surroundings.now
        let stale = rows.compactMap { row in
            StaleWorker.judge(
                row, process: row.session.flatMap { sights[$0.incarnation]?.process }, at: now,
                threshold: threshold.duration)
        }
        call.answer(stale) { screen in
            guard !stale.isEmpty else { return "no worker is stale" }
            var table = TextTable()
            for worker in stale {
                table.add(
                    .init(worker.agent.description, .bold), .init(worker.bead?.text ?? "-", .cyan),
                    .init(worker.since.map { screen.age($0) } ?? "", .dim), .init(worker.why, .yellow),
                    .init(worker.next, .dim))
            }
            return table.text(screen)
        }
    }
}
