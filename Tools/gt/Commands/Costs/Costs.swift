import ArgumentParser
import Host
import TownModel
import Wire

struct CostsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs",
        abstract: "What agents took, in tokens, from the transcripts that their programs write.",
        discussion: """
            Each message of a model is counted once, in the session that was on when it was written. Dollars are shown where
            a transcript names them, and never guessed. What tells nothing is said: sessions without a transcript on this
            machine, presets whose programs write none that is known (gt agent show).

            Example: gt costs --today --by model
            Example: gt costs --since 12h --by bead --rig web
            """)

    @Flag(help: "Since midnight.") var today = false
    @Flag(help: "Of the last seven days: so it is without anything too.") var week = false
    @Option(help: "Of the last so long, as in 12h, 7d.") var since: DurationArgument?
    @Option(help: "One row for each role, rig, agent, bead or model.") var by = CostGroup.agent
    @Option(help: "Only of this rig.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard [today, week, since != nil].filter(\.self).count < 2 else {
            throw ValidationError("--today, --week and --since exclude each other")
        }
    }

    func run(_ call: Invocation) async throws {
        let reading = CostReading(call: call, client: try call.client(), since: moment, rig: rig)
        let report = CostReport(try await reading.read(), by: by, since: moment)
        call.answer(report) { report.text($0) }
    }

    private var moment: Timestamp {
        let now = Surroundings.now
        if let since { return now.advanced(by: .zero - since.duration) }
        guard today else { return now.advanced(by: .seconds(-7 * 86_400)) }
        let local = now.milliseconds / 1000 + Int64(LocalTime.offsetSeconds())
        return now.advanced(by: .seconds(-(local % 86_400)))
    }
}

extension CostGroup: ExpressibleByArgument {}
