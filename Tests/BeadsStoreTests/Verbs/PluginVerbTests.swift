import BeadsFormat
import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Plugins in the ledger: a run is a bead on a dog's hook, and ends with it.
@Suite struct PluginVerbTests {
    let town: VerbTown
    private static let deacon = Speaker(actor: .deacon, role: .deacon)
    private static let tidy = valid(PluginID.self, "town/tidy")
    private static let ofRig = valid(PluginID.self, "gastown/tidy")
    private static let alpha = Address.dog(valid(AgentName.self, "alpha"))

    init() throws { town = try VerbTown() }

    private func begin(
        _ plugin: PluginID = tidy, after: Int64? = nil, program: String? = "run", severity: Severity? = nil,
        digest: Bool = false, as speaker: Speaker = .overseer
    ) throws -> PluginRun {
        let begin = PluginBegin(
            plugin: plugin, after: after, title: "Plugin tidy: clears", instructions: "Clear it.",
            labels: ["category:cleanup"], program: program, timeoutSeconds: 90, severity: severity, digest: digest)
        return try #require(try town.send(begin, as: speaker).state.last)
    }

    private func state(_ plugin: PluginID = tidy) throws -> PluginState {
        try #require(try town.ask(PluginList()).plugins.first { $0.plugin == plugin })
    }

    /// Its session runs.
    private func dog() throws -> Speaker {
        let run = try #require(try town.ask(AgentShow(agent: Self.alpha)).resident.run)
        try town.send(AgentFurnished(incarnation: run.incarnation, key: "k-\(run.incarnation)"), as: Self.deacon)
        try town.send(SessionStarted(incarnation: run.incarnation, shim: .test), as: Self.deacon)
        return Speaker(actor: Self.alpha, session: run.incarnation)
    }

    private func end(_ run: PluginRun, _ result: PluginResult, _ note: String, _ output: String = "") throws {
        let speaker = try dog()
        try town.send(PluginEnded(bead: run.bead, result: result, note: note, output: output), as: speaker)
        try town.send(
            SessionEnded(incarnation: try #require(speaker.session), exitStatus: 0, reason: nil), as: Self.deacon)
    }

    @Test("a run is a bead with its labels, of no file, on the hook of a dog that runs it as a script")
    func begins() throws {
        let run = try begin()
        #expect(run.number == 1 && run.way == .script && run.program == "config/plugins/tidy/run")
        #expect(run.dog == Self.alpha && run.ended == nil && run.by == .overseer)
        let bead = try town.show(run.bead)
        #expect(bead.labels == ["category:cleanup", "plugin:tidy"] && bead.status == .hooked && bead.type == .task)
        #expect(bead.title == "Plugin tidy: clears" && bead.description.contains("config/plugins/tidy/run is executed"))
        let dog = try town.ask(AgentShow(agent: Self.alpha))
        #expect(dog.hook == run.bead && dog.resident.run?.preset == "script")
        #expect(try !isInFiles(run.bead) && town.readyIDs().isEmpty)
        #expect(try town.ask(PluginRunShow(bead: run.bead)) == PluginRunReply(plugin: Self.tidy, run: run))
        let rig = try begin(Self.ofRig)
        #expect(try town.show(rig.bead).rig == VerbTown.gastown && rig.program == "rigs/gastown/plugins/tidy/run")
        #expect(
            town.events.filter { $0.kind == .pluginBegan }.map { "\($0.stream) \($0.subject)" }
                == ["town town/tidy", "gastown gastown/tidy"])
    }

    private func isInFiles(_ bead: BeadID) throws -> Bool {
        try town.count("SELECT count(*) FROM beads WHERE id = '\(bead)' AND marks & 1 = 0") == 1
    }

    @Test("one run of a plugin at a time, each number once, whoever asks how often; by hand no number is asked for")
    func once() throws {
        let run = try begin(after: 0, as: Self.deacon)
        #expect(refusal { _ = try begin(after: 0, as: Self.deacon) } == .already)
        #expect(refusal { _ = try begin() } == .already)
        try end(run, .success, "cleared 3")
        #expect(refusal { _ = try begin(after: 0, as: Self.deacon) } == .conflict)
        #expect(try begin(after: 1, as: Self.deacon).number == 2)
        #expect(try town.count("SELECT count(*) FROM beads WHERE id LIKE '%-plugin-%'") == 2)
    }

    @Test("what came of it: its output, cut to its end, on its bead; result and note; a digest stays in the files")
    func ends() throws {
        let first = try begin(digest: true)
        #expect(try !isInFiles(first.bead))
        let output = String(repeating: "é", count: 20_000) + "\nthe end\n"
        try end(first, .success, "cleared 3", output)
        let bead = try town.detail(first.bead)
        #expect(bead.bead.status == .closed && bead.bead.closeReason == "cleared 3" && bead.bead.outcome == .success)
        let text = try #require(try town.exported().first { $0.contains("\"id\":\"\(first.bead)\"") })
        let comment = try #require(BeadLine(Array(text.utf8)[...]).comments.first?.text)
        #expect(comment.hasPrefix("…\né") && comment.hasSuffix("the end\n") && comment.utf8.count < 17_000)
        let last = try #require(try state().last)
        #expect(last.result == .success && last.note == "cleared 3" && last.ended != nil)
        #expect(try isInFiles(first.bead))
        let second = try begin(digest: true)
        try end(second, .skipped, "SKIP: nothing there")
        #expect(try state().last?.result == .skipped && !isInFiles(second.bead))
        let runs = try town.ask(PluginHistory(plugin: Self.tidy)).runs
        #expect(runs.map(\.number) == [2, 1] && runs.map(\.result) == [.skipped, .success])
        #expect(try town.ask(PluginHistory(plugin: Self.ofRig)).runs.isEmpty)
        #expect(
            town.events.filter { $0.kind == .pluginEnded }.map(\.data.note) == ["cleared 3", "SKIP: nothing there"])
    }

    @Test("a failure asks a person once, however often it comes again, and not at all when that is not wanted")
    func failures() throws {
        for time in 1...2 { try end(try begin(severity: .high), .failure, "it ended with 3, time \(time)") }
        #expect(try town.count("SELECT count(*) FROM escalations WHERE source = 'plugin/town/tidy'") == 1)
        #expect(try town.ask(EscalationList()).escalations.map(\.count) == [2])
        let gate = try #require(try state().last?.escalation)
        let asked = try town.show(gate)
        #expect(asked.type == .gate && asked.labels.contains("severity:high"))
        #expect(asked.title.contains("Plugin town/tidy failed: it ended with 3, time 1"))
        try end(try begin(Self.ofRig), .failure, "it ended with 3")
        #expect(try state(Self.ofRig).last?.result == .failure && state(Self.ofRig).last?.escalation == nil)
        #expect(try town.count("SELECT count(*) FROM escalations") == 1)
    }

    @Test("whatever ends the bead ends the run: a session that dies, a person, a deletion, the time")
    func otherEnds() throws {
        func last() throws -> (PluginResult?, String?) { (try state().last?.result, try state().last?.note) }
        _ = try begin()
        let died = try dog()
        try town.send(
            SessionEnded(incarnation: try #require(died.session), exitStatus: 137, reason: nil), as: Self.deacon)
        #expect(try last().0 == .failure && last().1?.contains("has ended with 137") == true)
        let closed = try begin()
        try town.send(BeadClose(id: closed.bead, reason: "enough"))
        #expect(try last() == (.success, "enough"))
        let deleted = try begin()
        try town.send(BeadDelete(ids: [deleted.bead], reason: "no"))
        #expect(try last() == (.skipped, "its bead was deleted"))
        let taken = try begin()
        try town.send(WorkUnsling(bead: taken.bead, reason: "later"))
        #expect(try last() == (.skipped, "taken back: later"))
        let late = try begin()
        let speaker = try dog()
        try town.fire(.endPlugin(late.bead))
        #expect(try last() == (.failure, "it took more than 90 s"))
        #expect(try town.ask(AgentShow(agent: Self.alpha)).session?.state == .exiting)
        let word = PluginEnded(bead: late.bead, result: .success, note: "done after all")
        #expect(refusal { try town.send(word, as: speaker) } == .conflict)
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'end-plugin'") == 0)
    }

    @Test("instructions go to an agent that somebody has named, whose gt done ends the run")
    func agents() throws {
        #expect(refusal { _ = try self.begin(program: nil) } == .invalid)
        #expect(try town.count("SELECT count(*) FROM beads WHERE id LIKE '%-plugin-%'") == 0)
        let begin = PluginBegin(
            plugin: Self.tidy, title: "Tidy", instructions: "Clear it.", preset: "claude", timeoutSeconds: 60)
        func run() throws -> (PluginRun, Speaker) {
            let run = try #require(try town.send(begin).state.last)
            return (run, try dog())
        }
        func done(_ status: DoneStatus, _ message: String, _ speaker: Speaker) throws {
            let number = try town.ask(AgentShow(agent: Self.alpha)).resident.number
            try town.send(
                WorkDone(assignment: number, status: status, head: nil, base: nil, message: message), as: speaker)
            try town.send(
                SessionEnded(incarnation: try #require(speaker.session), exitStatus: 0, reason: nil), as: Self.deacon)
        }
        let (first, one) = try run()
        #expect(first.way == .agent && first.program == nil)
        let description = try town.show(first.bead).description
        #expect(description.contains("Clear it.") && description.contains("gt done -m"))
        #expect(try town.ask(AgentShow(agent: Self.alpha)).resident.run?.preset == "claude")
        try done(.completed, "cleared 2", one)
        #expect(try state().last?.result == .success && state().last?.note == "cleared 2")
        try done(.noChange, "was clean", try run().1)
        #expect(try state().last?.result == .skipped)
        try done(.blocked, "no key", try run().1)
        #expect(try state().last?.result == .failure && state().last?.note == "no key")
        #expect(try town.count("SELECT count(*) FROM escalations") == 0)
    }

    @Test("without a free dog nothing is made: a person is told to try again, a service asks later")
    func noDog() throws {
        for number in 1...4 {
            let bead = try town.bead("errand \(number)")
            try town.send(WorkSling(beads: [bead], target: .dogs))
        }
        #expect(refusal { _ = try begin() } == .busy)
        #expect(refusal { _ = try begin(after: 0, as: Self.deacon) } == .conflict)
        #expect(try town.ask(PluginList()).plugins.isEmpty)
        #expect(try town.count("SELECT count(*) FROM beads WHERE id LIKE '%-plugin-%'") == 0)
    }

    @Test("switched off it is not begun by a service, by hand it is; each place has its own")
    func switched() throws {
        #expect(try town.send(PluginDisable(plugin: Self.tidy)).state.isOff)
        #expect(refusal { _ = try begin(after: 0, as: Self.deacon) } == .conflict)
        try end(try begin(), .success, "by hand")
        #expect(try begin(Self.ofRig, after: 0, as: .witness).number == 1)
        #expect(refusal { try town.send(PluginDisable(plugin: Self.ofRig), as: Self.deacon) } == .forbidden)
        #expect(refusal { _ = try begin(Self.tidy, after: 1, as: .witness) } == .forbidden)
        #expect(refusal { _ = try begin(as: Speaker(actor: .deacon)) } == .forbidden)
        town.now = town.now.advanced(by: .seconds(60))
        let state = try town.send(PluginEnable(plugin: Self.tidy)).state
        #expect(!state.isOff && state.switchedAt == town.now && state.runs == 1)
        #expect(try town.send(PluginEnable(plugin: Self.tidy)).state == state)
        #expect(town.events.filter { $0.kind == .pluginChanged }.count == 2)
        let listing = try town.ask(PluginList()).plugins.map(\.plugin)
        #expect(listing == [Self.tidy, Self.ofRig])
    }

    @Test("a program, a time and a place that can't be are refused", arguments: ["../x", "run.py", ""])
    func refusals(_ program: String) throws {
        #expect(refusal { _ = try begin(program: program) } == .invalid)
        let long = PluginBegin(plugin: Self.tidy, title: "x", instructions: "", program: "run", timeoutSeconds: 100_000)
        #expect(refusal { try town.send(long) } == .invalid)
        #expect(refusal { _ = try begin(valid(PluginID.self, "nowhere/tidy")) } == .notFound)
        try town.set(VerbTown.gastown) { $0.state = .parked }
        #expect(refusal { _ = try begin(Self.ofRig) } == .parked)
    }

    @Test("the last hundred runs are remembered")
    func history() throws {
        for _ in 1...103 { try end(try begin(), .success, "ok") }
        let runs = try town.ask(PluginHistory(plugin: Self.tidy, limit: 500)).runs
        #expect(runs.count == 100 && runs.first?.number == 103 && runs.last?.number == 4)
    }
}
