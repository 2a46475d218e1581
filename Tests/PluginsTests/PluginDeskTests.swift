import Plugins
import Testing
import TownModel
import TownTesting

/// What the service that decides about plugins does, step by step.
@Suite struct PluginDeskTests {
    private static let noon = Timestamp(milliseconds: 1_767_614_400_000)
    private static let tidy = valid(PluginID.self, "town/tidy")

    private static func after(_ seconds: Int64) -> Timestamp { noon.advanced(by: .seconds(seconds)) }

    private static func plugin(_ gate: PluginGate) -> Plugin {
        Plugin(id: tidy, gate: gate, program: "config/plugins/tidy/run", writtenAt: noon)
    }

    private static func state(
        _ number: Int64, begun: Int64, ended: Int64? = nil, isOff: Bool = false
    ) -> PluginState {
        PluginState(
            plugin: tidy, isOff: isOff,
            last: PluginRun(
                number: number, bead: valid(BeadID.self, "hq-plugin-\(number)"), way: .script, timeoutSeconds: 60,
                by: .deacon,
                begun: after(begun), after: 100 * number, ended: ended.map(after),
                result: ended == nil ? nil : .success))
    }

    /// A desk, told things as its role tells them.
    private struct Story {
        var desk = PluginDesk([])

        mutating func tick(_ seconds: Int64, isStopped: Bool = false) -> [PluginEffect] {
            let now = after(seconds)
            return desk.look(isStopped: isStopped, at: now)
                + desk.attend(hasLooked: false, isStopped: isStopped, at: now)
        }

        mutating func tell(_ event: PluginEvent, _ seconds: Int64, isStopped: Bool = false) -> [PluginEffect] {
            let hasLooked = if case .found = event { true } else { false }
            return desk.take(event, at: after(seconds))
                + desk.attend(hasLooked: hasLooked, isStopped: isStopped, at: after(seconds))
        }
    }

    @Test("a place without plugins is looked at on ticks, and nothing else is done; before a listing nothing is")
    func empty() {
        var story = Story()
        #expect(story.tick(0) == [.look(known: PluginShelf())])
        #expect(story.tick(60) == [.look(known: PluginShelf())])
        story.desk = PluginDesk()
        #expect(story.tick(120) == [])
    }

    @Test(
        "a cooldown: begun once, waited for while it runs, woken for when it is due, looked at again before it is begun"
    )
    func cooldown() {
        var story = Story()
        let plugin = Self.plugin(.cooldown(seconds: 600))
        let shelf = PluginShelf(plugins: [plugin])
        #expect(story.tell(.found(shelf), 0) == [.begin(plugin, run: 1)])
        #expect(story.tick(1) == [.look(known: shelf)])
        #expect(story.tell(.changed(Self.state(1, begun: 2)), 2) == [])
        #expect(story.tick(1000) == [.look(known: shelf)])
        #expect(story.tell(.changed(Self.state(1, begun: 2, ended: 9)), 9) == [.wake(at: Self.after(602))])
        #expect(story.tell(.changed(Self.state(1, begun: 2, ended: 9)), 9) == [])
        #expect(story.tick(602) == [.look(known: shelf), .lookNow(time: 1)])
        #expect(story.tick(603) == [.look(known: shelf)])
        #expect(story.tell(.found(shelf), 603) == [.begin(plugin, run: 2)])
        #expect(story.tell(.found(shelf), 604) == [])
    }

    @Test("what was taken out, or changed, before it is due is not begun as it was")
    func gone() {
        var story = Story()
        story.desk = PluginDesk([Self.state(1, begun: 0, ended: 1)])
        let shelf = PluginShelf(plugins: [Self.plugin(.cooldown(seconds: 60))])
        #expect(story.tell(.found(shelf), 10) == [.wake(at: Self.after(60))])
        #expect(story.tick(60) == [.look(known: shelf), .lookNow(time: 1)])
        #expect(story.tell(.found(PluginShelf()), 61) == [])
        let slower = PluginShelf(plugins: [Self.plugin(.cooldown(seconds: 90))])
        #expect(story.tell(.found(slower), 62) == [.wake(at: Self.after(90))])
    }

    @Test("a successor begins nothing that is on its way, and what is due once, by the number of its run")
    func successor() {
        let plugin = Self.plugin(.cooldown(seconds: 60))
        let shelf = PluginShelf(plugins: [plugin])
        var story = Story(desk: PluginDesk([Self.state(3, begun: 0)]))
        #expect(story.tell(.found(shelf), 500) == [])
        story = Story(desk: PluginDesk([Self.state(3, begun: 0, ended: 10)]))
        #expect(story.tell(.found(shelf), 500) == [.begin(plugin, run: 4)])
        story = Story(desk: PluginDesk([Self.state(3, begun: 0, ended: 10, isOff: true)]))
        #expect(story.tell(.found(shelf), 500) == [])
    }

    @Test("refused: tried again later; what a person must see to is told, and rests longer")
    func refused() {
        var story = Story()
        let plugin = Self.plugin(.cooldown(seconds: 600))
        let shelf = PluginShelf(plugins: [plugin])
        _ = story.tell(.found(shelf), 0)
        #expect(story.tell(.refused(Self.tidy, run: 1, reason: nil), 1) == [.wake(at: Self.after(31))])
        #expect(story.tick(30) == [.look(known: shelf)])
        #expect(story.tick(31) == [.look(known: shelf), .lookNow(time: 1)])
        #expect(story.tell(.found(shelf), 32) == [.begin(plugin, run: 1)])
        #expect(
            story.tell(.refused(Self.tidy, run: 1, reason: "no agent"), 33)
                == [.tellRefused(Self.tidy, run: 1, reason: "no agent"), .wake(at: Self.after(933))])
        // Nobody is free for long: asked more and more seldom.
        var patient = Story()
        let times: [Int64] = [0, 100, 300, 600, 1000]
        let moments: [Int64] = times.map { moment in
            _ = patient.tell(.found(shelf), moment)
            guard case .wake(let at)? = patient.tell(.refused(Self.tidy, run: 1, reason: nil), moment).first else {
                return -1
            }
            return Self.after(moment).duration(to: at).components.seconds
        }
        #expect(moments == [30, 60, 120, 240, 240])
        // An older word is none.
        #expect(story.tell(.refused(Self.tidy, run: 1, reason: "no agent"), 34) == [])
    }

    @Test("a condition is looked at on ticks, not too often, and holds for the run that follows alone")
    func condition() {
        var story = Story()
        let plugin = Self.plugin(.condition(check: "test -e x"))
        let shelf = PluginShelf(plugins: [plugin])
        #expect(story.tell(.found(shelf), 0) == [])
        let check = PluginEffect.checkCondition(Self.tidy, check: "test -e x", run: 0)
        #expect(story.tick(1) == [.look(known: shelf), check])
        #expect(story.tick(10) == [.look(known: shelf)])
        #expect(story.tick(31) == [.look(known: shelf), check])
        #expect(story.tick(99, isStopped: true) == [.look(known: shelf)])
        #expect(story.tell(.holds(Self.tidy, run: 0), 100) == [.lookNow(time: 1)])
        #expect(story.tell(.found(shelf), 101) == [.begin(plugin, run: 1)])
        #expect(story.tell(.changed(Self.state(1, begun: 101, ended: 102)), 102) == [])
        #expect(story.tell(.holds(Self.tidy, run: 0), 103) == [])
    }

    @Test("an event counts whether it came while somebody looked, or is found in the log afterwards")
    func events() {
        var story = Story(desk: PluginDesk([Self.state(1, begun: 0, ended: 1)]))
        let pattern = TopicPattern("town.convoy.landed")
        let plugin = Self.plugin(.event(on: pattern))
        let shelf = PluginShelf(plugins: [plugin])
        let trigger = PluginTrigger(pattern, of: plugin, since: Self.state(1, begun: 0, ended: 1))
        #expect(story.tell(.found(shelf), 5) == [.searchLog(Self.tidy, trigger, run: 1)])
        #expect(story.tick(6) == [.look(known: shelf)])
        func happened(_ topic: String, _ sequence: Int64) -> [PluginEvent] {
            story.desk.happened(
                topic: topic, subject: "hq-1", actor: .mayor, sequence: sequence, time: Self.after(7))
        }
        #expect(happened("town.convoy.created.hq-1", 500).isEmpty && happened("town.convoy.landed.hq-1", 100).isEmpty)
        let told = happened("town.convoy.landed.hq-1", 500)
        #expect(told == [.happened(Self.tidy, run: 1)])
        #expect(story.tell(told[0], 7) == [.lookNow(time: 1)])
        #expect(story.tell(.found(shelf), 8) == [.begin(plugin, run: 2)])
        // One that comes while it runs is for the next.
        #expect(story.tell(.changed(Self.state(2, begun: 8)), 8) == [])
        let during = happened("town.convoy.landed.hq-1", 600)
        #expect(during == [.happened(Self.tidy, run: 2)])
        #expect(story.tell(during[0], 9) == [])
        #expect(story.tell(.changed(Self.state(2, begun: 8, ended: 10)), 10) == [.lookNow(time: 2)])
        // A successor has only the log.
        story = Story(desk: PluginDesk([Self.state(2, begun: 8, ended: 10)]))
        _ = story.tell(.found(shelf), 20)
        #expect(story.tell(.unlogged(Self.tidy), 21) == [.wake(at: Self.after(51))])
        #expect(story.tick(51).count == 2)
        #expect(story.tell(.logged(Self.tidy, run: 2, hasEvent: true), 52) == [.lookNow(time: 1)])
    }

    @Test(
        "while the town is stopped nothing is begun; a file that can't be used is told once for each time it is written"
    )
    func stoppedAndUnfit() {
        var story = Story()
        let plugin = Self.plugin(.cooldown(seconds: 600))
        let unfit = UnfitPlugin(id: Self.tidy, writtenAt: Self.noon, reasons: ["it is empty"])
        #expect(story.tell(.found(PluginShelf(unfit: [unfit])), 0) == [.tellUnfit(unfit)])
        #expect(story.tell(.found(PluginShelf(unfit: [unfit])), 1) == [])
        var written = unfit
        written.writtenAt = Self.after(2)
        #expect(story.tell(.found(PluginShelf(unfit: [written])), 3) == [.tellUnfit(written)])
        let shelf = PluginShelf(plugins: [plugin])
        #expect(story.tell(.found(shelf), 4, isStopped: true) == [])
        #expect(story.tick(5) == [.look(known: shelf), .lookNow(time: 1)])
    }
}
