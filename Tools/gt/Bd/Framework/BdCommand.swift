import ArgumentParser

/// A command of `bd`: a command of the town with the options of `bd` beside the global ones.
protocol BdCommand: TownCommand {
    var bd: BdOptions { get }
    func run(_ call: BdCall) async throws
}

extension BdCommand {
    var global: GlobalOptions { bd.global }

    func run(_ call: Invocation) async throws {
        if let remark = bd.idle.remark { call.note(remark) }
        try await run(BdCall(call, bd))
    }
}
