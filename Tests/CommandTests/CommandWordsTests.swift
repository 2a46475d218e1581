import ArgumentParser
import Testing
import TownModel

@testable import gt

@Suite struct CommandWordsTests {
    let words = CommandWords(.gt)

    @Test(
        "a mistyped command is answered with the near ones",
        arguments: [
            (["staus"], "did you mean gt status?"), (["bead", "craete"], "did you mean gt bead create?"),
            (["mial", "send"], "did you mean gt mail?"), (["xyzzyplugh"], "gt --help"),
        ])
    func suggestions(_ arguments: [String], _ hint: String) {
        #expect(words.unknown(in: arguments)?.hint == hint)
        #expect(words.unknown(in: arguments)?.status == .usage)
    }

    @Test(
        "what is right is left alone",
        arguments: [["bead", "show", "gt-a1"], [], ["--help"], ["help", "bead"], ["ready"], ["bead", "--help"]])
    func known(_ arguments: [String]) {
        #expect(words.unknown(in: arguments) == nil)
    }

    @Test("what the reference had and we have not is explained in a line", arguments: ["daemon", "dolt"])
    func replaced(_ word: String) {
        #expect(words.unknown(in: [word])?.message.contains("gt health") == true)
    }

    @Test("global options may stand before the command")
    func early() {
        #expect(
            words.optionsAfterCommand(["--town", "/t", "--json", "bead", "show", "x"])
                == ["bead", "show", "--town", "/t", "--json", "x"])
        #expect(words.optionsAfterCommand(["--town=/t", "status"]) == ["status", "--town=/t"])
        #expect(words.optionsAfterCommand(["status", "--json"]) == ["status", "--json"])
    }

    @Test("every command says what it does and shows how it is used")
    func help() {
        for command in Self.all(GasTown.self) {
            #expect(!command.configuration.abstract.isEmpty, "\(command)")
            #expect(command.configuration.discussion.contains("Example: gt "), "\(command)")
        }
    }

    private static func all(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(all)
    }

    @Test(
        "done takes the words of the reference beside ours, in any case",
        arguments: [
            ("COMPLETED", DoneStatus.completed), ("completed", .completed), ("Escalated", .blocked),
            ("DEFERRED", .deferred),
            ("no_change", .noChange), ("review", .review),
        ])
    func doneWords(word: String, status: DoneStatus) throws {
        #expect(try #require(DoneCommand.StatusWord(argument: word)).status == status)
    }

    @Test(
        "a flag does what it says or is refused by name",
        arguments: [
            (["sling", "a-1", "--merge", "mr"], true), (["sling", "a-1", "--merge", "direct"], true),
            (["sling", "a-1", "--merge", "local"], true), (["sling", "a-1", "--merge", "squash"], false),
            (["nudge", "mayor", "x", "--mode", "wait-idle"], true), (["nudge", "mayor", "x", "--mode", "queue"], true),
            (["nudge", "mayor", "x", "--mode", "sometimes"], false), (["done", "--status", "maybe"], false),
            (["doctor", "--restart-sessions"], false), (["mq", "list", "web"], true),
        ] as [([String], Bool)])
    func referenceFlags(words: [String], isTaken: Bool) {
        if isTaken {
            #expect(throws: Never.self) { _ = try GasTown.parseAsRoot(words) }
        } else {
            #expect {
                _ = try GasTown.parseAsRoot(words)
            } throws: { error in
                // The refusal names what was written.
                GasTown.message(for: error).contains(words.last ?? "")
            }
        }
    }
}
