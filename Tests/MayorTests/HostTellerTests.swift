import Foundation
import Host
import MayorCore
import MayorDaemon
import Testing
import TownModel

/// Programs that tell of an escalation, and what is found of them after a kill.
@Suite("Programs that tell of escalations")
struct HostTellerTests {
    /// A folder of its own, with programs in it.
    private static func within(
        _ scripts: [String: String], _ body: (TownLayout, HostTeller) async throws -> Void
    ) async throws {
        let root = NSTemporaryDirectory() + "gt-teller-\(UUID().uuidString)"
        let layout = TownLayout(root: root)
        try Files.makeDirectory(layout.config)
        for (name, text) in scripts {
            try Files.writeAtomically("#!/bin/sh\n\(text)\n", to: "\(layout.config)/\(name)", mode: 0o755)
        }
        let environment = ["PATH": "\(layout.config):/usr/bin:/bin", "GT_KEY": "secret", "HOME": root]
        let result = await Result { try await body(layout, HostTeller(layout: layout, environment: environment)) }
        try Files.removeTree(root)
        try result.get()
    }

    private static func errand(_ words: [String]?, title: String = "full", seconds: Int64 = 30) throws -> Errand {
        var raised = RaisedEscalation(
            bead: try #require(BeadID("hq-1")), title: title, text: "the disk\nis full", source: "disk",
            severity: .critical, raisedBy: .deacon, raisedAt: Timestamp(milliseconds: 0))
        let command = words.map { EscalationCommand(name: "page", words: $0, timeoutSeconds: seconds) }
        let route: EscalationRoute = words == nil ? .desktop : .command("page")
        raised.sendings = [
            EscalationSending(
                number: 1, route: route, severity: .critical, state: .awaited, command: command, at: raised.raisedAt)
        ]
        return Errand(raised, raised.sendings[0])
    }

    @Test("a command sees the facts and has the text on its stdin, and no shell reads its arguments")
    func command() async throws {
        let script = """
            { echo "$# $1 $GT_ESCALATION_ID $GT_ESCALATION_SEVERITY $GT_ESCALATION_SOURCE $GT_ESCALATION_ATTEMPT ${GT_KEY:-none}"
              cat; } > told.txt
            """
        try await Self.within(["page": script]) { layout, teller in
            let errand = try Self.errand(["page", "$(touch hacked) ; two"])
            #expect(await teller.tell(errand, attempt: 2) == ErrandOutcome(.sent))
            let told = try Files.readText("\(layout.config)/told.txt")
            #expect(told == "1 $(touch hacked) ; two hq-1 critical disk 2 none\nthe disk\nis full")
            #expect(!Files.exists("\(layout.config)/hacked"))
            #expect(await teller.trace(errand.key, attempt: 2) == .ended(ErrandOutcome(.sent)))
            #expect(await teller.trace(errand.key, attempt: 1) == .ended(ErrandOutcome(.sent)))
            await teller.forget(errand.key)
            #expect(Files.names(in: layout.errands).isEmpty)
            #expect(await teller.trace(errand.key, attempt: 1) == .notBegun)
        }
    }

    @Test(
        "what fails says why in a line",
        arguments: [
            ("echo one; echo 'no \u{1B}[31mline' >&2; exit 3", "it ended with 3: no ␛[31mline"),
            ("exit 4", "it ended with 4"), ("kill -9 $$", "it was ended by signal 9"),
            ("sleep 600", "it took more than 1 s"),
        ])
    func failures(script: String, why: String) async throws {
        try await Self.within(["page": script]) { layout, teller in
            let errand = try Self.errand(["page"], seconds: script.hasPrefix("sleep") ? 1 : 30)
            #expect(await teller.tell(errand, attempt: 1) == ErrandOutcome(.failed, why))
            let absent = try Self.errand(["\(layout.config)/absent"])
            let outcome = await teller.tell(absent, attempt: 1)
            #expect(outcome.state == .failed && outcome.note?.hasPrefix("there is no program /") == true)
        }
    }

    @Test("a notice goes to notify-send with harmless words; without that program the route is skipped")
    func desktop() async throws {
        let title = "-full\u{202E}\u{1B}"
        try await Self.within(["notify-send": "printf '%s\\n' \"$@\" > told.txt"]) { layout, teller in
            #expect(await teller.tell(try Self.errand(nil, title: title), attempt: 1) == ErrandOutcome(.sent))
            let told = try Files.readText("\(layout.config)/told.txt")
            #expect(
                told == """
                    --urgency=critical
                    --app-name=Gas Town
                    --
                    -full\u{FFFD}␛
                    critical: gt escalate show hq-1

                    """)
        }
        try await Self.within([:]) { layout, _ in
            let teller = HostTeller(layout: layout, environment: ["PATH": layout.config])
            let outcome = await teller.tell(try Self.errand(nil), attempt: 1)
            #expect(outcome == ErrandOutcome(.skipped, "there is no notify-send here"))
        }
    }

    @Test("of a program whose end nobody saw nothing is left running, and it is said to be cut short")
    func cutShort() async throws {
        let script = "echo $$ > pid.new && mv pid.new pid; mkfifo never; read line < never"
        try await Self.within(["page": script]) { layout, teller in
            let errand = try Self.errand(["page"], seconds: 600)
            let telling = Task { await teller.tell(errand, attempt: 1) }
            // Its mark names it as soon as it is known.
            let mark = "\(layout.errands)/hq-1.1"
            while try !Files.exists("\(layout.config)/pid") || !Files.readText(mark).contains("\"pid\"") {
                await Task.yield()
            }
            let pid = try #require(
                Int32(try Files.readText("\(layout.config)/pid").split(separator: "\n").first ?? ""))
            let process = try #require(Processes.identities(of: [pid]).first)
            #expect(await teller.trace(errand.key, attempt: 1) == .cutShort)
            #expect(!Processes.isAlive(process))
            _ = await telling.value
            // The second time has not begun by that.
            #expect(await teller.trace(errand.key, attempt: 2) == .notBegun)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
