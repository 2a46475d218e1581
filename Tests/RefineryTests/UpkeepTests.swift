import Glibc
import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Upkeep of the clone: when")
struct UpkeepDecisionTests {
    private static let day: Duration = .seconds(86_400)

    private static func maintain(_ open: Set<CommitID> = [], at moment: Timestamp = Samples.noon) -> Effect {
        .maintain(
            target: "main", hasRemote: true, sparing: Spared(heads: open, runs: [], prefix: "gt"), at: moment)
    }

    @Test("A tick of an idle queue looks for it, once; then when it is due")
    func daily() {
        var refinery = State.listed()
        #expect(refinery.tell(.patrol(.keepClone)) == [])
        _ = refinery.tell(.upkeepDue(Samples.noon))
        #expect(refinery.tell(.patrol(.keepClone)) == [Self.maintain()])
        #expect(refinery.tell(.patrol(.keepClone)) == [])
        let due = Samples.noon.advanced(by: Self.day)
        #expect(refinery.tell(.maintained(.done(next: due))) == [])
        #expect(refinery.decide(.patrol(.keepClone), at: due.advanced(by: .seconds(-1))) == [])
        #expect(refinery.decide(.patrol(.keepClone), at: due) == [Self.maintain(at: due)])
    }

    @Test("Not while something waits, unless that lasts for days; not in a stopped town or a parked rig")
    func busy() {
        let request = Samples.request()
        var refinery = State.listed(request)
        #expect(refinery.tell(.patrol(.keepClone)) == [])
        _ = refinery.tell(.upkeepDue(Samples.noon))
        #expect(refinery.decide(.patrol(.keepClone), at: Samples.noon.advanced(by: Self.day)) == [])
        let late = Samples.noon.advanced(by: Limits.upkeepPutOff)
        #expect(refinery.decide(.patrol(.keepClone), at: late) == [Self.maintain([request.head], at: late)])
        var stopped = State.listed(stopped: true)
        _ = stopped.tell(.upkeepDue(Samples.noon))
        #expect(stopped.tell(.patrol(.keepClone)) == [])
        var parked = State.listed(rig: Samples.rig(state: .parked))
        _ = parked.tell(.upkeepDue(Samples.noon))
        #expect(parked.tell(.patrol(.keepClone)) == [])
    }

    @Test("A failure is told, and tried again in hours")
    func failure() {
        var refinery = State.listed()
        _ = refinery.tell(.upkeepDue(Samples.noon))
        #expect(refinery.tell(.patrol(.keepClone)) == [Self.maintain()])
        let told = refinery.tell(.maintained(.failed(reason: "disk full")))
        guard case .escalate(let escalation) = told.first else {
            Issue.record("nobody was told: \(told)")
            return
        }
        #expect(escalation.source == "upkeep/gastown" && escalation.text.contains("disk full"))
        let again = Samples.noon.advanced(by: Limits.upkeepAgain)
        #expect(refinery.decide(.patrol(.keepClone), at: again.advanced(by: .seconds(-1))) == [])
        #expect(refinery.decide(.patrol(.keepClone), at: again) == [Self.maintain(at: again)])
    }

    @Test("Only what has landed fourteen days ago, and that no open request names, loses its ref")
    func removable() {
        let heads = "12345".map { SubmittedHead(ref: "refs/gt/submitted/gt-1/\($0)", head: Samples.commit($0)) }
        let now = Samples.noon
        let old = now.advanced(by: .seconds(-14 * 86_400))
        let landed = [
            heads[0].head: old, heads[1].head: old.advanced(by: .seconds(1)), heads[2].head: old,
            Samples.commit("f"): old,
        ]
        #expect(
            SubmittedRefs.removable(heads, landed: landed, sparing: [heads[2].head], at: now) == [heads[0]])
    }
}

@Suite("Upkeep of the clone: on a real repository")
struct UpkeepOnDiskTests {
    static let start = "refs/remotes/origin/main"

    private static func days(_ count: Int64) -> Timestamp {
        Samples.noon.advanced(by: .seconds(count * 86_400 + 1))
    }

    private static func pin(_ request: MergeRequest, on rig: RigOnDisk) async throws -> String {
        let ref = "refs/gt/submitted/\(request.bead)/\(request.head)"
        try await rig.inRepository("GT_REF_WRITER=done git update-ref \(ref) \(request.head)")
        return ref
    }

    private static func submitted(on rig: RigOnDisk) async throws -> [String] {
        try await rig.inRepository("git for-each-ref --format='%(refname)' refs/gt/submitted")
            .split(separator: "\n").map(String.init)
    }

    private static func maintain(_ rig: RigOnDisk, at now: Timestamp, sparing open: Set<CommitID> = []) async
        -> UpkeepReport
    {
        await rig.git.maintain(target: "main", hasRemote: true, sparing: open, at: now)
    }

    @Test(
        "Refs of what has landed go after fourteen days; what has not landed stays, and its objects",
        arguments: MergeStyle.allCases)
    func submittedRefs(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let landed = try await rig.request("gt-mr-a", "echo a >a", from: Self.start)
        let returned = try await rig.request("gt-mr-b", "echo b >b", from: Self.start)
        let refs = [try await Self.pin(landed, on: rig), try await Self.pin(returned, on: rig)].sorted()
        let kept = try await Self.pin(returned, on: rig)
        // On top of another's push: rebased work is another commit than the worker's.
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        try await TargetGitStyleTests.land([landed], style, on: rig)
        try await rig.work("git checkout -q --detach \(Self.start)")
        #expect(await Self.maintain(rig, at: Self.days(13)) == .done(next: Self.days(14)))
        #expect(try await Self.submitted(on: rig) == refs)
        #expect(await Self.maintain(rig, at: Self.days(14), sparing: [landed.head]) == .done(next: Self.days(15)))
        #expect(try await Self.submitted(on: rig) == refs)
        #expect(await Self.maintain(rig, at: Self.days(15)) == .done(next: Self.days(16)))
        #expect(try await Self.submitted(on: rig) == [kept])
        #expect(try await rig.inRepository("git cat-file -t \(returned.head)") == "commit")
        #expect(try await rig.inRepository("git fsck --no-dangling --no-progress >&2 && echo sound") == "sound")
    }

    @Test("Once a day, whoever asks, and again when the clock was set back")
    func onceADay() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        #expect(await Self.maintain(rig, at: Self.days(0)) == .done(next: Self.days(1)))
        try await rig.work("echo x | git hash-object -w --stdin")
        #expect(await Self.maintain(rig, at: Self.days(0).advanced(by: .seconds(3600))) == .done(next: Self.days(1)))
        #expect(try await rig.inRepository("git count-objects | cut -d' ' -f1") != "0")
        #expect(await Self.maintain(rig, at: Self.days(-3)) == .done(next: Self.days(-2)))
    }

    @Test(
        "Loose objects are packed; what nothing reaches goes when it is old, and what a worktree has stays however old")
    func garbage() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "echo a >a", from: Self.start)
        try await rig.work("echo staged >staged && git add staged")
        let staged = try await rig.work("git rev-parse :staged")
        let ages = ["old": 20, "young": 10]
        var blobs: [String: String] = [:]
        for (name, _) in ages {
            blobs[name] = try await rig.inRepository("echo \(name) | git hash-object -w --stdin")
        }
        try await rig.inRepository("find objects -type f -exec touch -d '40 days ago' {} +")
        for (name, age) in ages {
            let blob = try #require(blobs[name])
            try await rig.inRepository(
                "touch -d '\(age) days ago' objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        }
        #expect(await Self.maintain(rig, at: Self.days(0)) == .done(next: Self.days(1)))
        #expect(try await rig.inRepository("git count-objects | cut -d' ' -f1") == "0")
        for kept in [request.head.text, staged, try #require(blobs["young"])] {
            #expect(try await rig.inRepository("git cat-file -e \(kept) && echo here") == "here")
        }
        let old = try #require(blobs["old"])
        #expect(try await rig.inRepository("git cat-file -e \(old) 2>/dev/null && echo here || echo gone") == "gone")
        #expect(try await rig.work("git status --porcelain") == "A  staged")
    }

    @Test("What a collection that was killed left behind stops nothing; one that is still at work is left alone")
    func killed() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        _ = try await rig.request("gt-mr-a", "echo a >a", from: Self.start)
        // Of a process that has ended, and of this one.
        try await rig.inRepository("echo \"$(sh -c 'echo $$') $(hostname)\" >gc.pid && touch objects/pack/tmp_pack_x")
        #expect(await Self.maintain(rig, at: Self.days(0)) == .done(next: Self.days(1)))
        #expect(try await rig.inRepository("git fsck --no-dangling --no-progress >&2 && echo sound") == "sound")
        try await rig.inRepository("echo \"\(getpid()) $(hostname)\" >gc.pid")
        let later = Self.days(2)
        #expect(await Self.maintain(rig, at: later) == .done(next: later.advanced(by: .seconds(3600))))
    }

    @Test("No clone and no worktree of it collects garbage by itself")
    func nobodyElse() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        #expect(try await rig.work("git config gc.auto; git config maintenance.auto") == "0\nfalse")
    }
}
