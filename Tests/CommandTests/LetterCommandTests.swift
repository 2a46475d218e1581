import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// What a reader does with letters, by the built program.
@Suite struct LetterCommandTests {
    @Test("listed in pages, put away and taken back, marked, found, followed, deleted and drained, word for word")
    func story() async throws {
        let town = try TestTown()
        try town.open()
        let ids = try town.with { ledger in
            try (1...5).map { number in
                try ledger.send(
                    MailSend(
                        to: [.overseer], subject: "Door \(number)", body: "It is \(number)0% open.",
                        priority: number == 2 ? .critical : .normal, type: number == 3 ? .task : nil), as: .mayor
                ).mail.id.text
            }
        }
        var story = GoldenTranscript("letters", in: town)
        try await story.run("inbox")
        try await story.run("inbox", "-n", "2")
        try await story.run("inbox", "-n", "2", "--before", ids[3])
        try await story.run("mail", "read", "2")
        try await story.run("mail", "archive", "--read")
        try await story.run("mail", "archive", "1", ids[3])
        try await story.run("mail", "archive", ids[0], "hq-msg-none")
        try await story.run("mail", "archive")
        try await story.run("mail", "archive", ids[0], "--read")
        try await story.run("inbox", "--archived")
        try await story.run("inbox", "--all", "-n", "3")
        try await story.run("inbox", "--all", "--archived")
        try await story.run("mail", "unarchive", ids[3])
        try await story.run("mail", "mark", "unread", "1")
        try await story.run("mail", "mark", "read")
        try await story.run("mail", "search", "40%", "DOOR")
        try await story.run("mail", "search", "door", "--body")
        try await story.run("mail", "search", "door", "--from", "mayor", "-n", "2", "--subject")
        try await story.run("mail", "search", "door", "--archived")
        try await story.run("mail", "search")
        try await story.run("mail", "reply", ids[1], "-m", "Shut it.\n\nfrom     mayor/")
        try await story.run("mail", "thread", ids[1])
        try await story.run("mail", "thread", ids[1], "-n", "1")
        try await story.run("mail", "thread", "hq-msg-none")
        try town.with { $0.now = $0.now.advanced(by: .seconds(3600)) }
        try await story.run("mail", "drain", "--dry-run")
        try await story.run("mail", "drain", "--max-age", "30m")
        try await story.run("mail", "drain", "--max-age", "2h", "--json")
        try await story.run("mail", "mark", "read", "--all")
        try await story.run("inbox", "-u")
        try await story.run("mail", "delete", ids[1])
        try await story.run("mail", "delete", ids[1])
        try await story.run("mail", "archive", "--older-than", "30m")
        try await story.run("inbox")
        try await story.run("inbox", "--archived", "--json")
        try story.check()
    }

    private func gt(_ line: String, in town: TestTown, input: String) async throws -> CommandResult {
        let folder = try #require(HostEnvironment.programDirectory)
        return try await CommandRunner().run(
            CommandSpec(
                program: "\(folder)/gt", arguments: line.split(separator: " ").map(String.init),
                environment: [
                    "GT_TOWN": town.root, "HOME": town.root, "PATH": HostEnvironment.path, "GT_PONG_SECONDS": "10",
                ], directory: town.root, input: Array(input.utf8), limit: .seconds(30)))
    }

    @Test(
        "a letter from stdin is that text, byte for byte; one over the limit is refused by its size and stored nowhere")
    func stdin() async throws {
        let town = try TestTown()
        try town.open()
        let text = "Line one.\n\n\ttabs and „quotes“, no newline at the end"
        #expect(try await gt("mail send overseer -s stdin --stdin", in: town, input: text).ending.isSuccess)
        let read = try await town.gt(["mail", "read", "1", "--json"])
        #expect(try JSONText.decode(Mail.self, from: read.output).body == text)
        let long = String(repeating: "x", count: 257 << 10)
        let refused = try await gt("mail send overseer -s long --stdin", in: town, input: long)
        #expect(!refused.ending.isSuccess && refused.output.isEmpty && refused.errorTail.contains("bytes"))
        // From files: who refuses a size need not read all of it, and nobody writes into a pipe that is closed.
        for bytes in [1 << 20, 5 << 20] {
            try Files.writeAtomically(String(repeating: "x", count: bytes), to: "\(town.root)/long.txt")
            let refused = try await town.gt(["mail", "send", "overseer", "-s", "long", "--file", "long.txt"])
            #expect(!refused.ending.isSuccess && refused.output.isEmpty, "\(bytes): \(refused.ending)")
            #expect(refused.errorTail.contains("bytes"), "\(bytes): \(refused.errorTail)")
        }
        let full = String(repeating: "y", count: 256 << 10)
        #expect(try await gt("mail reply 1 --stdin", in: town, input: full).ending.isSuccess)
        let inbox = try await town.gt(["inbox", "--json"])
        #expect(try JSONText.decode([Mail].self, from: inbox.output).map(\.subject) == ["Re: stdin", "stdin"])
        let thread = try await town.gt(["mail", "thread", "1", "--json"])
        #expect(try JSONText.decode(MailThreadPage.self, from: thread.output).mails.last?.body == full)
    }

    @Test("while the store is away a reply by its id waits in the spool; by its place it can't, and says so")
    func spooled() async throws {
        let town = try TestTown()
        let away = ["GT_PONG_SECONDS": "0.1"]
        let accepted = try await town.gt(["mail", "reply", "hq-msg-1", "-m", "Friday."], environment: away)
        #expect(accepted.ending.isSuccess, "\(accepted.errorTail)")
        let spool = Spool(TownLayout(root: town.root))
        let name = try #require(try spool.names().first)
        guard case .command(let entry) = try spool.read(name) else {
            Issue.record("\(name) is no entry")
            return
        }
        let send = try MailSend.decode(Array(entry.body.utf8))
        #expect(entry.verb == MailSend.verb && send.replyTo?.text == "hq-msg-1" && send.to.isEmpty)
        #expect(send.body == "Friday." && send.subject.isEmpty)
        let place = try await town.gt(["mail", "reply", "1", "-m", "Friday.", "--wait", "1"], environment: away)
        #expect(place.ending == .exited(69), "\(place.ending)")
        #expect(try spool.names().count == 1)
        let archive = try await town.gt(["mail", "archive", "hq-msg-1", "--wait", "1"], environment: away)
        #expect(archive.ending == .exited(75), "\(archive.ending)")
        #expect(try spool.names().count == 1, "what is answered is not left behind")
    }
}
