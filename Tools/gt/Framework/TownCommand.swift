import ArgumentParser

/// A command of ours: it has the global options and runs with an `Invocation`.
protocol TownCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
    func run(_ call: Invocation) async throws
}

extension TownCommand {
    mutating func run() async throws {
        try await run(Invocation(global))
    }
}
