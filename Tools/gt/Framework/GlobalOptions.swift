import ArgumentParser

/// What every command accepts.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: "Directory of the town (else GT_TOWN, upward from here, git config gt.town, ~/gt).",
        completion: .directory)
    var town: String?

    @Option(help: "Speak with a town on another machine, as gt remote add made it known.")
    var remote: RemoteName?

    @Flag(help: "Print JSON: the reply itself, lists as arrays; errors as JSON on stderr.")
    var json = false

    @Flag(name: .customLong("no-color"), help: "No colours (NO_COLOR and pipes have the same effect).")
    var noColor = false

    @Option(help: "Seconds to wait for the store. Default: \(CommandLimits.commandWait.components.seconds).")
    var wait: Seconds?
}

/// A time as it is written on a command line: a number of seconds, with a fraction if need be.
struct Seconds: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let value = Double(argument), value >= 0, value <= Double(CommandLimits.waitSecondsMax) else {
            return nil
        }
        duration = .milliseconds(Int64(value * 1000))
    }
}
