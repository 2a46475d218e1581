import ArgumentParser
import TownModel
import Wire

struct QueueStatsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "The merge queue in numbers: landings, waits, runs of the gates.",
        discussion: """
            Landings are counted in the ledger's rows, all else in the log; when the log that is counted begins later, it
            says so. Times are from the submitting of the request that landed.

            Example: gt mq stats --rig web --since 24h
            """)

    @Option(help: "The rig; all of them without it.") var rig: RigName?
    @Option(help: "Of the last so long, as in 12h, 7d.") var since = DurationArgument(.seconds(7 * 86_400))
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let moment = Surroundings.now.advanced(by: .zero - since.duration)
        let numbers = try await call.client().query(MergeStats(rig: rig, since: moment))
        call.answer(Answer(numbers)) { QueueNumbersText.text(numbers, $0) }
    }

    /// With what follows from the counts.
    private struct Answer: Encodable {
        var counts: MergeNumbers
        var landingsPerHour: Double?
        var gateRunsPerLanding: Double?

        init(_ numbers: MergeNumbers) {
            counts = numbers
            landingsPerHour = numbers.landingsPerHour
            gateRunsPerLanding = numbers.gateRunsPerLanding
        }
    }
}

extension MergeNumbers {
    /// nil for no time at all.
    var landingsPerHour: Double? {
        let hours = Double(since.duration(to: until).milliseconds) / 3_600_000
        return hours > 0 ? Double(landings) / hours : nil
    }

    /// nil without a landing, and where the log does not reach as far back as the landings that are counted.
    var gateRunsPerLanding: Double? {
        landings > 0 && logSince == since ? Double(gateRuns) / Double(landings) : nil
    }
}
