import Host
import Synchronization
import Testing
import TownModel

@testable import gt

/// What the doctor makes of its checks, without anything being really broken (that is in ProcessTests).
@Suite struct DoctorTests {
    private static let screen = Screen(colour: false, columns: nil, now: Timestamp(milliseconds: 0))

    private func checkUp(_ checks: [Check]) throws -> CheckUp {
        let town = try TestTown()
        let client = try TownClient(
            layout: TownLayout(root: town.root), surroundings: Surroundings(directory: "/") { _ in nil },
            wait: .milliseconds(50), screen: Self.screen)
        return CheckUp(client: client, programs: "/nonexistent", checks: checks)
    }

    @Test("what is fine is one line, the rest says what, what next and why; a repair shows before, deed and after")
    func text() {
        let reports = [
            CheckReport(check: "disk", why: "w", findings: [.fine("/town", "40 % of its disk is in use")]),
            CheckReport(check: "health", why: "w", findings: [.fine("mayor", "heard"), .fine("deacon", "heard")]),
            CheckReport(
                check: "remotes", why: "landed work is pushed there",
                findings: [
                    .fine("a", "answers"), .broken("b\u{1B}[31m", "no such\nhost", next: "look at it"),
                    .unknown("c", "nobody knows", next: "ask"), .warning("d", "odd", next: "mind it"),
                ]),
            CheckReport(
                check: "permissions", why: "w", findings: [.fine(".gt", "yours alone")],
                repair: .init(did: "set 0600 on key", before: [.broken("key", "its mode is 0644", next: "fix")])),
            CheckReport(
                check: "supervisor", why: "services", findings: [.broken("runsvdir", "none runs", next: "gt up")],
                repair: .init(problem: "it did not stay", before: [.broken("runsvdir", "none runs", next: "gt up")])),
        ]
        let expected = """
            fine     disk            /town: 40 % of its disk is in use
            fine     health          2 looked at, all well
            fine     remotes         a: answers
            broken   remotes         b␛[31m: no such␊host
                     next: look at it
            unknown  remotes         c: nobody knows
                     next: ask
            warning  remotes         d: odd
                     next: mind it
                     why: landed work is pushed there
            was      permissions     key: its mode is 0644
            repair   permissions     set 0600 on key
            fine     permissions     .gt: yours alone
            was      supervisor      runsvdir: none runs
            repair   supervisor      failed: it did not stay
            broken   supervisor      runsvdir: none runs
                     next: gt up
                     why: services

            5 checks: 2 broken, 1 unknown, 1 warning
            """
        #expect(DoctorText.text(reports, verbose: false, Self.screen) == expected)
    }

    @Test("broken and unknown end with 1, warnings with 0, a store that is away with 69")
    func statuses() {
        func status(_ findings: Finding..., away: Bool = false) -> gt.ExitStatus {
            CheckUp.status([CheckReport(check: "x", why: "w", findings: findings)], isStoreAway: away)
        }
        #expect(status(.fine("a", "b")) == .done)
        #expect(status(.fine("a", "b"), .warning("a", "b", next: "c")) == .done)
        #expect(status(.broken("a", "b", next: "c")) == .refused)
        #expect(status(.unknown("a", "b", next: "c")) == .refused)
        #expect(status(.fine("a", "b"), away: true) == .away)
    }

    @Test("problem 42: a repair that does nothing is found out by the second look; one that works is fine then")
    func secondLook() async throws {
        let mended = Mutex(false)
        let good = Check("good", why: "w") { _ in
            [mended.withLock { $0 } ? .fine("it", "whole") : .broken("it", "in two", next: "glue")]
        } repair: { _ in
            mended.withLock { $0 = true }
            return "glued it"
        }
        let idle = Check("idle", why: "w") { _ in
            [.broken("it", "in two", next: "glue")]
        } repair: { _ in
            "glued it"
        }
        let failing = Check("failing", why: "w") { _ in
            [.broken("it", "in two", next: "glue")]
        } repair: { _ in
            throw CommandFailure(.refused, code: "host", "no glue")
        }
        let (before, _) = try await checkUp([good, idle, failing]).run(fix: false)
        #expect(before.map(\.isFine) == [false, false, false])
        #expect(before.allSatisfy { $0.repair == nil })
        let (after, isStoreAway) = try await checkUp([good, idle, failing]).run(fix: true)
        #expect(after.map(\.isFine) == [true, false, false])
        #expect(after.map { $0.repair?.did } == ["glued it", "glued it", nil])
        #expect(after[2].repair?.problem == "no glue")
        #expect(after[0].repair?.before.map(\.verdict) == [.broken])
        #expect(isStoreAway)
    }

    @Test("a check that can't be carried out is unknown")
    func unknown() async throws {
        let check = Check("blind", why: "w") { _ in
            throw CommandFailure(.away, code: "away", "no answer", hint: "gt up")
        }
        let (reports, _) = try await checkUp([check]).run(fix: true)
        #expect(reports[0].findings == [.unknown("blind", "no answer", next: "gt up")])
    }

    @Test("every check has its own name and says why it matters")
    func table() {
        #expect(Set(Check.all.map(\.name)).count == Check.all.count)
        #expect(Check.all.allSatisfy { $0.name.count < 16 && !$0.why.isEmpty })
    }

    @Test(
        "the program of a gate is its first word, where that needs no shell",
        arguments: [
            ("make test", "make"), ("CI=1 V=2 npm test", "npm"), ("./check.sh -v", "./check.sh"), ("cd x && make", nil),
            ("for f in *; do sh -n $f; done", nil), ("$HOME/bin/lint", nil), ("[ -e x ]", nil), ("A=1", nil), ("", nil),
            ("true", nil), ("(make)", nil), ("/usr/bin/env make", "/usr/bin/env"),
        ] as [(String, String?)])
    func gates(line: String, program: String?) {
        #expect(GateCommand(line).program == program)
    }

    @Test(
        "git's version is read from what it says, and compared as numbers",
        arguments: [
            ("git version 2.39.5", true), ("git version 2.40.1 (Apple Git-146)", true), ("git version 3.0", true),
            ("git version 2.9.4", false), ("git version 2.38.0.windows.1", false), ("hello", nil),
        ] as [(String, Bool?)])
    func git(said: String, isEnough: Bool?) {
        #expect(GitVersion(said).map { $0 >= .needed } == isEnough)
    }

    @Test("a service folder is ours when gt up wrote its script")
    func ours() throws {
        let layout = TownLayout(root: "/town", runtimeDirectory: "/tmp")
        let role = try #require(RoleName("web/witness"))
        let script = ServiceDefinition(.role(role), layout: layout, programs: "/bin").runit
        #expect(ServiceDefinition.service(ofRun: script) == .role(role))
        #expect(ServiceDefinition.service(ofRun: "#!/bin/sh\n# mine\nexec nginx\n") == nil)
    }
}
