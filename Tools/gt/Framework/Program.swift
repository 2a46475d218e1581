import ArgumentParser
import Glibc

/// One run of `gt`, or of `bd`: arguments in, output and an exit status out.
enum Program {
    /// Parses, runs, reports, leaves. `_exit` right after the answer: nothing is left to be torn down that the kernel
    /// does not tear down faster.
    ///
    /// - Parameter commandLine: the program's own name first.
    static func run(_ commandLine: [String]) async -> Never {
        let (dialect, arguments) = Dialect.of(commandLine)
        if arguments.first == Offers.word {
            await Offers.answer(dialect, arguments)
            leave(.done)
        }
        let words = CommandWords(dialect)
        var json = arguments.contains("--json")
        do {
            if let failure = words.unknown(in: arguments) { throw failure }
            let ordered = words.optionsAfterCommand(arguments)
            let path = words.path(of: ordered)
            let town = CommandWords.leaf(of: path) as? any TownCommand.Type
            let binding = town == nil ? .none : await TownBinding.here(ordered)
            let early = town.flatMap { EarlyConnection.begin($0, ordered, binding) }
            let command =
                if let quick = QuickParse.command(path, ordered) {
                    quick
                } else {
                    try await dialect.root.asyncParseAsRoot(ordered)
                }
            if let town = command as? any TownCommand { json = town.global.json }
            try await execute(command, early, binding)
            leave(.done)
        } catch {
            leave(with: error, json: json, dialect)
        }
    }

    /// The same for a command that `PlainLine` has read.
    static func run(plain command: any TownCommand, _ commandLine: [String]) async -> Never {
        let binding = await TownBinding.here(commandLine)
        let early = EarlyConnection.begin(type(of: command), commandLine, binding)
        do {
            try await command.run(Invocation(command.global, early: early, binding: binding))
            leave(.done)
        } catch {
            leave(with: error, json: command.global.json, .gt)
        }
    }

    private static func execute(
        _ command: any ParsableCommand, _ early: EarlyConnection?, _ binding: TownBinding
    ) async throws {
        if let town = command as? any TownCommand {
            try RemoteCommands.check(type(of: town), town.global)
            let call = Invocation(town.global, early: early, binding: binding)
            try await town.run(call)
            return await LetterBanner.show(after: town, call)
        }
        var command = command
        if var patient = command as? any AsyncParsableCommand {
            try await patient.run()
        } else {
            try command.run()
        }
    }

    private static func leave(with error: any Error, json: Bool, _ dialect: Dialect) -> Never {
        if let error = error as? ExitStatusOnly { leave(error.status) }
        if let failure = error as? CommandFailure {
            failure.report(json: json, by: dialect.name)
            leave(failure.status)
        }
        leave(parsing: error, json: json, dialect)
    }

    /// Help, version and completions end here too: for ArgumentParser they are errors with status 0.
    private static func leave(parsing error: any Error, json: Bool, _ dialect: Dialect) -> Never {
        let root = dialect.root
        let code = root.exitCode(for: error)
        if code == .success {
            Output.write(root.fullMessage(for: error), to: .answer)
            leave(.done)
        }
        if code == .validationFailure {
            if json {
                CommandFailure(.usage, code: "usage", root.message(for: error)).report(json: true, by: dialect.name)
            } else {
                Output.write(root.fullMessage(for: error), to: .report)
            }
            leave(.usage)
        }
        let failure = CommandFailure(error)
        failure.report(json: json, by: dialect.name)
        leave(failure.status)
    }

    private static func leave(_ status: ExitStatus) -> Never {
        Glibc._exit(status.rawValue)
    }
}

/// Ends a command that has shown all there is to show, with a status other than 0.
struct ExitStatusOnly: Error {
    let status: ExitStatus
}
