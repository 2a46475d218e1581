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

    @Test(
        "what hands of the reference type is understood",
        arguments: [
            "done --status COMPLETED -m why", "nudge mayor hello --mode wait-idle", "nudge send mayor hello",
            "sling a-1 web --merge direct -a words", "mq list web", "convoy create Name", "convoy create Name a-1 a-2",
            "mail send mayor -s Subject -m Text", "handoff -s Subject -m Text", "crew at web/max", "ready", "show a-1",
            "close a-1", "start", "shutdown", "agents", "whoami", "log", "broadcast words",
            "tap guard bd-init", "tap polecat-stop-check", "tap list", "events", "events --since 12", "feed", "tap",
            "escalate words",
        ])
    func hands(line: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(self.words.unknown(in: words) == nil)
        #expect(throws: Never.self) { _ = try GasTown.parseAsRoot(words) }
    }

    @Test(
        "bd takes them too",
        arguments: [
            "create x -p 0", "create x -p P0", "show a-1 --json", "list --no-daemon --sandbox --no-auto-flush", "ready",
        ])
    func beadsHands(line: String) {
        #expect(throws: Never.self) { _ = try Bd.parseAsRoot(line.split(separator: " ").map(String.init)) }
    }

    @Test(
        "a rig can't be called what something else is called",
        arguments: ["town", "hq", "feed", "overseer", "mayor", "deacon"])
    func reserved(name: String) {
        #expect {
            _ = try GasTown.parseAsRoot(["rig", "park", name])
        } throws: { error in
            GasTown.message(for: error).contains(name)
        }
    }
}
