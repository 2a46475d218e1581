import Plugins
import Testing
import TownModel
import TownTesting

@Suite struct PluginDueTests {
    private static let id = valid(PluginID.self, "web/tidy")
    private static let noon = Timestamp(milliseconds: 1_767_614_400_000)

    private static func plugin(_ gate: PluginGate, written: Timestamp = noon) -> Plugin {
        Plugin(id: id, gate: gate, instructions: "Do it.", writtenAt: written)
    }

    private static func state(
        begun: Int64? = nil, ended: Bool = true, isOff: Bool = false, switched: Int64? = nil
    ) -> PluginState {
        let last = begun.map { minutes in
            PluginRun(
                number: 4, bead: valid(BeadID.self, "web-plugin-1"), way: .script, timeoutSeconds: 60, by: .deacon,
                begun: after(minutes), after: 100, ended: ended ? after(minutes + 1) : nil,
                result: ended ? .success : nil)
        }
        return PluginState(plugin: id, isOff: isOff, switchedAt: switched.map(after), last: last)
    }

    private static func after(_ minutes: Int64) -> Timestamp { noon.advanced(by: .seconds(60 * minutes)) }

    @Test("one that never ran runs at once; after that its cooldown counts from where its last run began")
    func cooldown() {
        let plugin = Self.plugin(.cooldown(seconds: 600))
        #expect(plugin.due(nil, at: Self.noon, offsetSeconds: 0) == .run)
        let state = Self.state(begun: 0)
        #expect(plugin.due(state, at: Self.after(9), offsetSeconds: 0) == .notBefore(Self.after(10)))
        #expect(plugin.due(state, at: Self.after(10), offsetSeconds: 0) == .run)
    }

    @Test("a run on its way, and a switch that is off, come before every gate")
    func held() {
        for gate in [PluginGate.cooldown(seconds: 1), .manual, .condition(check: "true"), .event(on: .init("web.>"))] {
            let plugin = Self.plugin(gate)
            let signs = PluginSigns(hasEvent: true, holds: true)
            #expect(
                plugin.due(Self.state(begun: 0, ended: false), signs, at: Self.after(99), offsetSeconds: 0)
                    == .waits(.ownRun(since: Self.noon)))
            #expect(
                plugin.due(Self.state(begun: 0, isOff: true), signs, at: Self.after(99), offsetSeconds: 0)
                    == .waits(.switchedOn))
        }
    }

    @Test("a run of the future, before the clock was set back, holds nobody up")
    func future() {
        let plugin = Self.plugin(.cooldown(seconds: 600))
        #expect(plugin.due(Self.state(begun: 1000), at: Self.noon, offsetSeconds: 0) == .run)
    }

    @Test("a schedule runs once for what was missed, and not for what was before it was written or switched on")
    func cron() throws {
        let schedule = try CronSchedule("0 * * * *")
        let plugin = Self.plugin(.cron(schedule))
        #expect(plugin.due(nil, at: Self.after(5), offsetSeconds: 0) == .notBefore(Self.after(60)))
        #expect(plugin.due(nil, at: Self.after(200), offsetSeconds: 0) == .run)
        #expect(
            plugin.due(Self.state(begun: 200), at: Self.after(201), offsetSeconds: 0) == .notBefore(Self.after(240)))
        #expect(
            plugin.due(Self.state(begun: 0, switched: 190), at: Self.after(200), offsetSeconds: 0)
                == .notBefore(Self.after(240)))
        // Half an hour east of a full hour.
        #expect(plugin.due(nil, at: Self.after(5), offsetSeconds: 1800) == .notBefore(Self.after(30)))
    }

    @Test("conditions and events wait for their sign, and manual ones for a hand")
    func signs() {
        let condition = Self.plugin(.condition(check: "test -e x"))
        #expect(condition.due(nil, at: Self.noon, offsetSeconds: 0) == .waits(.condition(check: "test -e x")))
        #expect(condition.due(nil, PluginSigns(holds: true), at: Self.noon, offsetSeconds: 0) == .run)
        let event = Self.plugin(.event(on: TopicPattern("*.mr.landed")))
        #expect(event.due(nil, at: Self.noon, offsetSeconds: 0) == .waits(.event(on: TopicPattern("*.mr.landed"))))
        #expect(event.due(nil, PluginSigns(hasEvent: true), at: Self.noon, offsetSeconds: 0) == .run)
        #expect(Self.plugin(.manual).due(nil, at: Self.noon, offsetSeconds: 0) == .waits(.hand))
    }

    @Test("a plugin is not its own reason: neither its bead nor its dog nor what every run makes counts")
    func trigger() throws {
        var run = try #require(Self.state(begun: 0).last)
        run.dog = .dog(valid(AgentName.self, "alpha"))
        let pattern = TopicPattern("web.>")
        let trigger = PluginTrigger(
            pattern, of: Self.plugin(.event(on: pattern)), since: PluginState(plugin: Self.id, last: run))
        func counts(
            _ topic: String, _ subject: String, _ actor: Address = .overseer, _ sequence: Int64 = 101,
            _ time: Timestamp = Self.noon
        ) -> Bool {
            trigger.counts(topic: topic, subject: subject, actor: actor, sequence: sequence, time: time)
        }
        #expect(!counts("web.bead.closed.web-1", "web-1", .overseer, 101, Self.after(-1)))
        #expect(counts("web.bead.closed.web-1", "web-1"))
        #expect(!counts("web.bead.closed.web-1", "web-1", .overseer, 100))
        #expect(!counts("town.bead.closed.hq-1", "hq-1"))
        #expect(!counts("web.bead.closed.web-plugin-1", "web-plugin-1"))
        #expect(!counts("web.bead.created.web-2", "web-2", .dog(valid(AgentName.self, "alpha"))))
        #expect(counts("web.bead.created.web-2", "web-2", .dog(valid(AgentName.self, "bravo"))))
        #expect(!counts("web.plugin.ended.web/other", "web/other"))
        #expect(!counts("web.session.started.s1", "s1"))
    }

    @Test(
        "times are read and written as people do",
        arguments: [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("7d", 604_800), ("1d2h3m4s", 93_784)]
            as [(String, Int64)])
    func durations(_ text: String, _ seconds: Int64) {
        #expect(WrittenDuration.seconds(text) == seconds)
        #expect(WrittenDuration.seconds(WrittenDuration.text(seconds)) == seconds)
    }

    @Test("what is no time is none", arguments: ["", "5", "m", "5x", "1m1h", "0s", "-5m", "5 m", "99999999999d"])
    func noDurations(_ text: String) { #expect(WrittenDuration.seconds(text) == nil) }

    @Test("a plugin's id has its place in it", arguments: ["town/tidy", "web/tidy", "web/a-b_c9"])
    func ids(_ text: String) throws {
        let id = try #require(PluginID(text))
        #expect(id.text == text)
        #expect(id.directory == (id.rig == nil ? "config/plugins/\(id.name)" : "rigs/web/plugins/\(id.name)"))
    }

    @Test(
        "what is no id is none", arguments: ["tidy", "/tidy", "web/", "web/../x", "hq/tidy", "a/b/c", "Web/tidy", ""])
    func noIDs(_ text: String) { #expect(PluginID(text) == nil) }
}
