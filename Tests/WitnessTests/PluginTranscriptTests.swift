import Plugins
import Testing
import TownModel
import WitnessCore

/// What a Witness does about its rig's plugins.
@Suite struct PluginTranscriptTests {
    @Test("a rig's plugins are begun when they are due, and not while it is parked or the town is stopped")
    func transcript() throws {
        var state = State()
        let id = try #require(PluginID("web/tidy"))
        let shelf = PluginShelf(plugins: [Plugin(id: id, gate: .cooldown(seconds: 60), writtenAt: Town.began)])
        func tell(_ event: Event) -> [PluginEffect] {
            state.decide(event, at: Town.began).compactMap {
                if case .plugin(let effect) = $0 { effect } else { nil }
            }
        }
        #expect(tell(.listed(Listed(rig: try Town.rig(state: .parked)))) == [])
        #expect(tell(.plugins([])) == [.look(known: PluginShelf())])
        #expect(tell(.plugin(.found(shelf))) == [])
        #expect(tell(.rigChanged(try Town.rig(state: .active))) == [.lookNow(time: 1)])
        #expect(tell(.plugin(.found(shelf))) == [.begin(shelf.plugins[0], run: 1)])
        #expect(tell(.townStopped) == [])
        #expect(tell(.ticked) == [.look(known: shelf)])
    }
}
