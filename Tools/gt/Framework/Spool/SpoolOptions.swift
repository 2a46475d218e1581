import ArgumentParser

/// For commands that the spool takes while the store is away.
struct SpoolOptions: ParsableArguments {
    @Flag(name: .customLong("no-spool"), help: "While the store is away, wait and end with 75: leave nothing to it.")
    var noSpool = false
}
