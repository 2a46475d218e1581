import Bus
import DeaconCore
import DeaconDaemon
import Host
import PluginHost
import Plugins
import ResidentCore
import RoleRuntime
import SessionHost
import Testing
import TownModel
import Wire

/// What the Deacon does about the town's plugins.
@Suite struct PluginTranscriptTests {
    private static let began = Timestamp(milliseconds: 1_770_000_000_000)
    private static let tidy = PluginID("town/tidy")
    private static let plugin = PluginID("town/tidy").map {
        Plugin(id: $0, gate: .cooldown(seconds: 600), program: "config/plugins/tidy/run", writtenAt: began)
    }

    private func ofPlugins(_ effects: [Effect]) -> [PluginEffect] {
        effects.compactMap { if case .plugin(let effect) = $0 { effect } else { nil } }
    }

    @Test("what a listing names is looked for, begun when it is due, and not while the town is stopped")
    func transcript() throws {
        var state = State()
        let shelf = PluginShelf(plugins: [try #require(Self.plugin)])
        func tell(_ event: Event) -> [PluginEffect] { ofPlugins(state.decide(event, at: Self.began)) }
        #expect(tell(.tick) == [])
        #expect(tell(.dogs([], [], isStopped: true)) == [])
        #expect(tell(.plugins([])) == [.look(known: PluginShelf())])
        #expect(tell(.plugin(.found(shelf))) == [])
        #expect(tell(.thawed) == [.lookNow(time: 1)])
        #expect(tell(.plugin(.found(shelf))) == [.begin(shelf.plugins[0], run: 1)])
        #expect(tell(.stopped) == [])
    }

    @Test("a begin names its run; a refusal that passes is none for a person, another one is")
    func wire() throws {
        let hands = PluginHands(StillFolder())
        let plugin = try #require(Self.plugin)
        guard case .say(let draft) = hands.outbox(.begin(plugin, run: 3)) else {
            Issue.record("a begin is a command")
            return
        }
        let begin = try PluginBegin.decode(draft.body)
        #expect(draft.id.text == "plugin/town/tidy/3" && begin.after == 2 && begin.program == "run")
        #expect(
            hands.inbox(refused: draft, WireError(.conflict, "all 4 dogs have work"))
                == [.refused(plugin.id, run: 3, reason: nil)])
        #expect(
            hands.inbox(refused: draft, WireError(.invalid, "no agent"))
                == [.refused(plugin.id, run: 3, reason: "no agent")])
    }

    @Test("a body without a folder of plugins is told of none; one that has a folder tells only what has changed there")
    func body() async throws {
        let listing = JSONText.encode(DeaconListing(stopped: false, services: [], rigs: [], intents: []))
        func events(_ plugins: (any PluginPort)?) throws -> [Event] {
            try DeaconBody(
                ender: NoEnder(), saver: NoSaver(), residents: NoResidents(), gates: NoGates(), plugins: plugins
            ).inbox(listing: listing).events
        }
        #expect(try !events(nil).contains(.plugins([])) && events(StillFolder()).contains(.plugins([])))
        let hands = PluginHands(StillFolder())
        #expect(await hands.perform(.look(known: PluginShelf())) == [])
        #expect(await hands.perform(.lookNow(time: 1)) == [.found(PluginShelf())])
    }
}

/// In which nothing lies and nothing happens.
private struct StillFolder: PluginPort {
    func shelf() async -> PluginShelf { PluginShelf() }
    func holds(_ check: String, of plugin: PluginID) async -> Bool { false }
    func hasEvent(_ trigger: PluginTrigger, of plugin: PluginID) async -> Bool? { false }
}

private struct NoEnder: ProcessEnder {
    func end(_ process: ProcessIdentity) async -> EndOutcome { .absent }
}

private struct NoGates: GateLooker {
    func look(_ gate: GateLook) async -> GateFinding { .shut("not here") }
}

private struct NoSaver: LedgerSaver {
    func save() async -> Result<Timestamp, SaveFailure> { .failure(SaveFailure(reason: "not here")) }
}

private struct NoResidents: ResidentSessions {
    func furnish(_ resident: Resident) async throws(HostError) -> String { "" }
    func start(_ resident: Resident) async throws(HostError) -> ProcessIdentity? { nil }
    func waitForEnd(of shim: ProcessIdentity) async -> Bool { false }
    func end(_ resident: Resident) async throws(HostError) -> Int32? { nil }
}
