import ArgumentParser
import TownModel

/// Which of a list of escalations.
struct EscalationChoice: ParsableArguments {
    @Option(name: .shortAndLong, help: "Of this severity alone: critical, high, medium or low.")
    var severity: Severity?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50

    func check() throws(CommandFailure) {
        guard limit > 0 else { throw .usage("--limit is 1 or more", hint: "leave it out for 50") }
    }
}
