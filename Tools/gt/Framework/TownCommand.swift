import ArgumentParser

/// A command of ours: it has the global options and runs with an `Invocation`.
protocol TownCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
    /// Whether it will talk to the store, so that the connection can be begun early.
    static var asksStore: Bool { get }
    func run(_ call: Invocation) async throws
}

extension TownCommand {
    static var asksStore: Bool { true }

    mutating func run() async throws {
        try await run(Invocation(global))
    }
}
