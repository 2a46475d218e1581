import ArgumentParser

/// What every command of `bd` accepts.
struct BdOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var idle: BdIdleFlags

    @Option(help: "The name under which work is taken (else BD_ACTOR). Who speaks is said by the key alone.")
    var actor: String?

    @Flag(help: "Refuse to change anything.") var readonly = false

    /// Those that stand before the command too, with how many words each takes.
    static let early = ["--actor": 2, "--readonly": 1].merging(
        BdIdleFlags.names.map { ($0, 1) }, uniquingKeysWith: { $1 })
}

/// Flags about a daemon and a file beside it, which hands of the reference give out of habit. There is neither here, so
/// what they ask for holds already: they are accepted, and said to have no effect.
struct BdIdleFlags: ParsableArguments {
    @Flag(name: .customLong("no-daemon"), help: .hidden) var noDaemon = false
    @Flag(name: .customLong("sandbox"), help: .hidden) var sandbox = false
    @Flag(name: .customLong("no-auto-flush"), help: .hidden) var noAutoFlush = false
    @Flag(name: .customLong("no-auto-import"), help: .hidden) var noAutoImport = false
    @Flag(name: .customLong("allow-stale"), help: .hidden) var allowStale = false

    static let names = ["--no-daemon", "--sandbox", "--no-auto-flush", "--no-auto-import", "--allow-stale"]

    var given: [String] {
        zip([noDaemon, sandbox, noAutoFlush, noAutoImport, allowStale], Self.names).filter(\.0).map(\.1)
    }

    /// One line for all of them; nil when none was given.
    var remark: String? {
        given.isEmpty
            ? nil : "bd: without effect here: \(given.joined(separator: ", ")) (every command asks the town's store)"
    }
}
