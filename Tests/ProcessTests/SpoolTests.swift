import Bus
import Glibc
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// Commands while the store is away: accepted, on disk, carried out once and in order when it is back.
@Suite(.serialized) struct SpoolTests {
    /// More for the long version: `GT_SPOOL_MAILS=10000`.
    static let mails = HostEnvironment.value("GT_SPOOL_MAILS").flatMap { Int($0) } ?? 300

    @Test("every letter that was accepted while the store was away arrives once, in order", .timeLimit(.minutes(30)))
    func away() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            // A shell has its time, and each letter is a process and two syncs.
            for first in stride(from: 1, through: Self.mails, by: 1_000) {
                let last = min(first + 999, Self.mails)
                let notices = try await store.shell(
                    "for n in $(seq \(first) \(last)); do gt mail send mayor -s $n -m text 2>&1 || exit 1; done")
                #expect(notices.split(separator: "\n").count == last - first + 1)
                #expect(notices.split(separator: "\n").allSatisfy { $0.contains("accepted, will be delivered") })
            }
            #expect(try store.spool.names().count == Self.mails)
            let subjects = try await store.serve { try await store.subjects() }
            #expect(subjects == (1...Self.mails).map(String.init))
            #expect(try store.spool.names().isEmpty && store.spool.refused().isEmpty)
        }
    }

    @Test("two clients at once: each one's letters stay in their order, and none is lost", .timeLimit(.minutes(2)))
    func twoClients() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let loop = { (name: String) in
                "for n in 1 2 3 4 5 6 7 8 9; do gt mail send mayor -s \(name)$n 2>/dev/null || exit 1; done"
            }
            _ = try await store.shell("(\(loop("a"))) & one=$!; \(loop("b")) || exit 1; wait $one")
            let subjects = try await store.serve { try await store.subjects() }
            for name in ["a", "b"] {
                #expect(subjects.filter { $0.hasPrefix(name) } == (1...9).map { "\(name)\($0)" })
            }
            #expect(subjects.count == 18)
        }
    }

    @Test(
        "the store is killed at any sync, unlink or rename of its draining: each is carried out once, and told once",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(4)))
    func killed() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            // Founded before, so that the calls that are counted are those of the draining.
            _ = try await store.serve { try await StoreAudit.firstAnswer(of: store) }
            var sent: [String] = []
            var killed = 0
            // Each thread counts its own calls: the first two unlinks are of sockets, those after them of letters.
            let points = [
                ("unlink", 3), ("unlink", 4), ("fdatasync", 1), ("fdatasync", 2), ("rename", 1), ("rename", 2),
                ("rename", 3), ("fsync", 1), ("fsync", 3),
            ]
            for (call, number) in points {
                let round = "\(call)\(number)"
                for part in ["a", "b", "c", "d"] {
                    try store.spool.add(store.letter("\(round)\(part)"))
                    sent.append("\(round)\(part)")
                }
                try store.spool.add(store.refusedOne(round))
                let words =
                    ["-f", "-qq", "-o", "\(town.home)/record", "-e", "trace=\(call)"]
                    + ["-e", "inject=\(call):signal=KILL:when=\(number)"]
                let end = try await store.run(strace: words) { try await store.answers() }
                if end != nil { killed += 1 }
            }
            #expect(killed >= points.count - 1, "the run does not count: \(killed) kills")
            let found = try await store.serve { try await store.subjects() }
            #expect(found == sent)
            let told = try await store.serve { try await store.subjects(of: .overseer) }
            #expect(told.filter { $0.hasPrefix("not carried out") }.count == points.count)
            #expect(told.filter { $0.contains("can't be carried out") }.count == 1)
            #expect(try store.spool.names().isEmpty)
            #expect(try store.spool.refused().count == points.count)
        }
    }

    @Test(
        "a store that stands still: the letter is accepted, a question is not; it goes on and has it once",
        .timeLimit(.minutes(2)))
    func frozen() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            try await store.serve {
                _ = try await StoreAudit.firstAnswer(of: store)
                let lock = try #require(Files.resolved(store.layout.storeLock))
                let process = try #require(Processes.identities(of: Processes.holders(of: lock)).first)
                try #require(Processes.send(SIGSTOP, to: process))
                let sent = try await store.run("mail send mayor -s frozen --json", ["GT_PONG_SECONDS": "0.3"])
                #expect(sent.ending == .exited(0) && sent.outputText.contains("\"spooled\":true"), "\(sent.errorTail)")
                let kept = try await store.run("mail send mayor -s kept --no-spool --wait 0.5")
                #expect(kept.ending == .exited(75) && kept.errorTail.contains("--id c-"), "\(kept.errorTail)")
                #expect(try await store.run("bead create x --wait 0.5").ending == .exited(75))
                #expect(try await store.run("mail inbox --wait 0.5").ending == .exited(69))
                for words in ["prime --hook", "mail inbox -u --hook", "mail check --inject"] {
                    let hook = try await store.run(words)
                    #expect(hook.ending == .exited(0) && hook.output.isEmpty, "\(words)")
                    #expect(
                        hook.errorTail.contains("did not answer within 200 ms")
                            && hook.errorTail.split(separator: "\n").count == 1, "\(words): \(hook.errorTail)")
                }
                try #require(Processes.send(SIGCONT, to: process))
                _ = try await store.gt("mail send mayor -s after")
                // What is not spooled comes later than what was, so its answer says that all of that is done.
                _ = try await store.gt("bead create last")
                let subjects = try await store.subjects()
                #expect(subjects.filter { $0 == "frozen" }.count == 1 && subjects.filter { $0 == "after" }.count == 1)
                #expect(subjects.last == "after", "what was accepted first goes first: \(subjects)")
            }
        }
    }

    @Test(
        "a refused one is kept: told by mail, named by gt spool, said again or dropped by a person",
        .timeLimit(.minutes(2)))
    func refused() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let notice = try await store.run("close hq-none")
            #expect(notice.ending == .exited(0) && notice.output.isEmpty)
            #expect(notice.errorTail.hasPrefix("gt: accepted, will be delivered"), "\(notice.errorTail)")
            #expect(try await store.gt("spool list").contains("waiting"))
            try await store.serve {
                _ = try await StoreAudit.firstAnswer(of: store)
                #expect(try await store.gt("mail inbox").contains("not carried out: bead.close"))
                let entry = try #require(try store.spool.refused().first?.command)
                #expect(try await store.gt("status").contains("1 commands of the spool were refused"))
                let checks = try await store.run("doctor --json")
                #expect(checks.outputText.contains("1 commands were refused and are kept: \(entry.id)"))
                #expect(try await store.gt("spool show \(entry.id)").contains("there is no bead"))
                _ = try await store.gt("spool retry \(entry.id)")
                // A command that comes later: what waits goes before it.
                _ = try await store.gt("bead create last")
                #expect(try store.spool.refused().count == 1)
                #expect(try await store.gt("spool drop \(entry.id)").contains("is removed"))
                #expect(try await store.gt("spool list") == "the spool is empty\n")
                #expect(try await !store.gt("status").contains("spool"))
            }
        }
    }

    @Test(
        "the notice comes after the file and its name are on disk",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(2)))
    func synced() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let record = "\(town.home)/record"
            _ = try await store.shell(
                "strace -f -qq -y -o \(record) -e trace=fsync,fdatasync,rename,write gt mail send mayor -s x")
            let name = try #require(try store.spool.names().first)
            let lines = try StraceRecord(record).calls
            func place(_ words: String...) -> Int? { lines.firstIndex { line in words.allSatisfy(line.contains) } }
            let file = try #require(place("fsync(", "\(name).new-", "= 0"), "the file was not synced")
            let renamed = try #require(place("rename(", "\(name).new-", "= 0"), "it was not renamed")
            let folder = try #require(
                lines.lastIndex { $0.contains("fsync(") && $0.contains("/spool>") && $0.hasSuffix("= 0") },
                "the directory was not synced")
            let notice = try #require(place("write(2", "accepted"), "there was no notice")
            #expect(file < renamed && renamed < folder && folder < notice)
        }
    }

    @Test(
        "done while the store is away: the worker may end, and its work lands when the store is back",
        .timeLimit(.minutes(2)))
    func done() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            try await town.gt("rig", "add", "web", try await town.makeRemote())
            let (here, latch) = (try Latch("\(town.home)/here"), try Latch("\(town.home)/latch"))
            let bead = try await town.makeBead("web", "Door", "\(here.give); \(latch.wait); echo 1 > door")
            try await town.sling([bead])
            try #require(await here.isGiven())
            let session = try #require(SessionFolders(layout: town.layout).running.first)
            let supervisor = Supervisor(layout: town.layout, programs: town.programs)
            let store = try #require(town.process(of: .beadsStore))
            try await supervisor.control(.beadsStore, "down")
            try #require(await Processes.awaitEnd(of: [store], grace: .seconds(30)).isEmpty)
            latch.release()
            try await town.waitFor("\(town.layout.session(session.incarnation))/exit")
            let entry = try #require(try Spool(town.layout).names().first)
            guard case .command(let command) = try Spool(town.layout).read(entry) else {
                Issue.record("what the worker handed in can't be read")
                return
            }
            #expect(command.verb == WorkDone.verb && command.session == session.incarnation)
            let repository = town.layout.repository(try #require(RigName("web")))
            #expect(try await town.git(repository, "for-each-ref", "refs/gt/submitted/\(bead)").contains("commit"))
            try await town.gt("up")
            try await town.waitUntilClosed([bead])
            #expect(try await town.bead(bead).closeReason?.hasPrefix("landed as ") == true)
            #expect(try Spool(town.layout).names().isEmpty && Spool(town.layout).refused().isEmpty)
        }
    }
}

extension LoneStore {
    fileprivate var spool: Spool { Spool(layout) }

    fileprivate func letter(_ subject: String) throws -> SpooledCommand {
        SpooledCommand(
            MailSend(to: [.mayor], subject: subject, body: ""), id: FreshID.command(), actor: .overseer, session: nil,
            acceptedAt: .now)
    }

    fileprivate func refusedOne(_ name: String) throws -> SpooledCommand {
        SpooledCommand(
            BeadClose(id: try #require(BeadID("hq-\(name)")), reason: "x", outcome: .success), id: FreshID.command(),
            actor: .overseer, session: nil, acceptedAt: .now)
    }

    /// Waits for its first answer, and no longer than it lives.
    fileprivate func answers() async throws {
        let bus = try connect()
        _ = try await bus.query(WhoAmI(), id: CommandID(composed: "first"), within: .seconds(30))
        await bus.close()
    }

    /// Runs `gt` in this town, whatever its status.
    fileprivate func run(_ words: String, _ changes: [String: String] = [:]) async throws -> CommandResult {
        var environment = town.environment.merging(changes) { $1 }
        environment["GT_TOWN"] = layout.root
        return try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-c", "exec gt \(words)"], environment: environment,
                directory: town.home, limit: .seconds(60)))
    }

    /// What the log says that was written to somebody, in its order.
    fileprivate func subjects(of reader: Address = .mayor) async throws -> [String] {
        let bus = try connect()
        var (subjects, after): ([String], Int64) = ([], 0)
        while true {
            let page = try await bus.query(
                EventsSince(after: after), id: CommandID(composed: "events", String(after)), within: .seconds(30)
            ).reply
            for text in page.events {
                let event = try CloudEvent.decode(Array(text.utf8))
                if event.kind == .mailSent, let mail = event.data.mail, mail.to == [reader] {
                    subjects.append(mail.subject)
                }
            }
            after = page.after
            guard after < page.head else { break }
        }
        await bus.close()
        return subjects
    }
}
