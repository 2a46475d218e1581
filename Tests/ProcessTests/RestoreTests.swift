import Bus
import Glibc
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// A town that goes back to an older ledger while the world stays where it is.
@Suite(.serialized) struct RestoreTests {
    @Test(
        "what landed after the backup ends as landed, an agent of which the ledger knows nothing is ended and its work kept",
        .timeLimit(.minutes(3)))
    func landedSince() async throws {
        try await ProcessTown.with { town in
            // In the copy its agent is at work.
            let landed = try await town.startWaiting(1)[0]
            let remote = "\(town.home)/remote.git"
            try #require(mkfifo("\(town.home)/word", 0o600) == 0)
            let running = try await town.makeBead(
                "web", "Wait",
                "echo begun > begun; touch \(town.home)/here; [ -e \(town.home)/go ] || read w < \(town.home)/word")
            try await town.gt("backup")
            try town.letGo([landed])
            try await town.waitUntilClosed([landed])
            try await town.sling([running])
            try await town.waitFor("\(town.home)/here")
            let tip = try await town.git(remote, "rev-parse", "main").trimmed
            let lost = try await town.makeBead("web", "Made after the backup", "true")
            let session = try #require(SessionFolders(layout: town.layout).running.first)
            let worktree = try SessionDirectory(town.layout.session(session.incarnation)).assignment().worktree

            try await town.expectRefused(["restore", "latest"], 75, ["services run", "gt down"])
            try await town.gt("down")
            try await town.expectRefused(["restore", "\(town.home)/no-such.db"], 1, ["no-such.db"])
            let said = try await town.gt("restore", "latest")
            #expect(said.contains("epoch 2") && said.contains("1 agents frozen"), "\(said)")
            #expect(Files.exists(town.layout.stopFile))
            try await town.gt("up")
            #expect(try await town.gt("events", "-n", "50").contains("put an older ledger in place"))
            try await town.expectRefused(["thaw"], 1, ["gt restore --settle"])
            #expect(Files.exists(town.layout.stopFile))

            let looked = try await town.gt("restore", "--check")
            #expect(looked.contains("\(landed) as \(tip)") && looked.contains(session.incarnation.text), "\(looked)")
            #expect(Processes.isAlive(session.shim))
            #expect(try await town.bead(landed).status != .closed)
            let settled = try await town.gt("restore", "--settle")
            #expect(
                settled.contains("\(session.incarnation): \(running) saved as refs/gt/rescue/\(running)/"), "\(settled)"
            )
            #expect(settled.contains(worktree.dropFirst(town.root.count + 1)), "\(settled)")
            #expect(!Processes.isAlive(session.shim))
            #expect(try Files.readText("\(worktree)/begun") == "begun\n")
            #expect(try await town.bead(landed).closeReason == "landed as \(tip)")
            try await town.expectRefused(["restore", "--settle"], 1, ["nothing waits"])
            #expect(try await town.gt("events").contains("compared the restored ledger"))

            try await town.gt("thaw")
            let fresh = try await town.makeBead("web", "After the restore", "echo fresh > fresh.txt")
            #expect(fresh != lost)
            try Files.writeAtomically("", to: "\(town.home)/go")
            try await town.sling([fresh, running])
            try await town.waitUntilClosed([fresh, running])
            #expect(try await town.git(remote, "show", "main:fresh.txt") == "fresh\n")
            #expect(try await town.merges(of: landed, in: remote) == 1)
            #expect(try await town.merges(of: running, in: remote) == 1)
            #expect(try await town.git(remote, "show", "main:file-1") == "done\n")
            #expect(Files.isDirectory(worktree))
        }
    }

    @Test(
        "what waits in the restored queue and is in the target already lands once, as it did", .timeLimit(.minutes(3)))
    func queuedThen() async throws {
        try await ProcessTown.with { town in
            let bead = try await town.startWaiting(1)[0]
            let remote = "\(town.home)/remote.git"
            try await town.gt("rig", "park", "web")
            try town.letGo([bead])
            try await town.waitUntil(bead, is: .submitted)
            try await town.gt("backup")
            try await town.gt("rig", "unpark", "web")
            try await town.waitUntilClosed([bead])
            let main = try await town.git(remote, "rev-parse", "main")

            try await town.gt("down")
            try await town.gt("restore", "latest")
            try await town.gt("up")
            #expect(try await town.bead(bead).status == .submitted)
            try await town.gt("restore", "--settle")
            #expect(try await town.bead(bead).status == .submitted)
            try await town.gt("thaw")
            try await town.gt("rig", "unpark", "web")
            try await town.waitUntil(bead, is: .closed)
            #expect(try await town.bead(bead).closeReason?.hasPrefix("landed as ") == true)
            #expect(try await town.git(remote, "rev-parse", "main") == main)
        }
    }

    @Test(
        "killed at any rename, link, sync or write, a restore leaves the old ledger or the new one, whole",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(4)))
    func killed() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            _ = try await store.look(creating: 3)
            let copy = try await store.copy()
            var before = try await store.look(creating: 1)
            var replaced = 0
            for point in KillOfRestore.all {
                let ending = try await store.restore(copy, killedAt: point)
                let after = try await store.look(creating: 0)
                if after.epoch == before.epoch {
                    #expect(after == before, "killed at \(point)")
                } else {
                    replaced += 1
                    #expect(after.epoch == before.epoch + 1 && after.beads == 3, "killed at \(point): \(after)")
                    #expect(Files.exists("\(store.layout.ledger).replaced-by-epoch-\(after.epoch)"))
                    #expect(Files.exists(store.layout.stopFile))
                }
                print("restore, killed at \(point): \(ending), epoch \(before.epoch) → \(after.epoch)")
                before = try await store.look(creating: 1)
            }
            // Some kills came before the decision and some after it.
            #expect(replaced > 0 && replaced < KillOfRestore.all.count)
            #expect(try await store.restore(copy, killedAt: nil) == .exited(0))
            #expect(try await store.look(creating: 0).beads == 3)
        }
    }
}

/// A system call of `gt-beads-store --restore`, by its number.
private struct KillOfRestore: CustomStringConvertible {
    let call: String
    let number: Int

    var description: String { "\(call) \(number)" }

    static let all: [KillOfRestore] =
        [("rename", 5), ("link", 1), ("fsync", 8), ("fdatasync", 4), ("unlink", 4)].flatMap { call, count in
            (1...count).map { KillOfRestore(call: call, number: $0) }
        } + [1, 5, 20, 50].map { KillOfRestore(call: "pwrite64", number: $0) }
}

extension LoneStore {
    /// What a store that is started now serves.
    fileprivate struct Sight: Hashable {
        var epoch: Int64
        var beads: Int64
    }

    /// Starts the store, makes beads, looks, kills it.
    fileprivate func look(creating count: Int) async throws -> Sight {
        let found = try await serve { try await facts(creating: count) }
        return Sight(epoch: found.epoch, beads: found.beads)
    }

    fileprivate func copy() async throws -> String {
        try await serve { try await facts(creating: 0) }.path
    }

    /// By a backup, which reads everything through.
    private func facts(creating count: Int) async throws -> BackupFacts {
        let bus = try connect()
        let headers = RequestHeaders(key: Self.key)
        for _ in 0..<count {
            _ = try await bus.command(
                BeadCreate(title: "a bead"), id: CommandID(composed: "make", String(Int64.random(in: 1...Int64.max))),
                headers: headers, within: .seconds(30))
        }
        let facts = try await bus.query(
            BackupMake(), id: CommandID(composed: "copy", String(Int64.random(in: 1...Int64.max))), headers: headers,
            within: .seconds(30)
        ).reply
        await bus.close()
        return facts
    }

    /// Gives how it ended: nothing is expected of a call that is not reached.
    fileprivate func restore(_ copy: String, killedAt point: KillOfRestore?) async throws -> CommandEnding {
        let words = ["\(town.programs)/gt-beads-store", "--town", layout.root, "--restore", copy]
        let strace = point.map {
            [
                "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\($0.call)", "-e",
                "inject=\($0.call):signal=KILL:when=\($0.number)",
            ]
        }
        let all = (strace ?? []) + words
        return try await CommandRunner().run(
            CommandSpec(
                program: all[0], arguments: Array(all.dropFirst()), environment: town.environment, directory: town.home,
                limit: .seconds(60))
        ).ending
    }
}

extension ProcessTown {
    /// Merges of the Refinery on main that name a bead.
    fileprivate func merges(of bead: String, in remote: String) async throws -> Int {
        try await git(remote, "log", "--merges", "--format=%h", "--grep=Gt-Bead: \(bead)", "main")
            .split(separator: "\n").count
    }

    /// Looks at each word of the feed.
    fileprivate func waitUntil(_ id: String, is status: BeadStatus) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        for await _ in try await bus.listen(to: FeedFilter(signals: ["~"])) {
            if try await bead(id).status == status { break }
            guard ContinuousClock.now < deadline else {
                Issue.record("\(id) is not \(status)\n\(try logs())")
                break
            }
        }
        await bus.close()
    }
}
