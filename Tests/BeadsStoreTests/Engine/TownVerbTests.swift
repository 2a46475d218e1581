import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("rigs, settings, stops, intents, status")
struct TownVerbTests {
    let town: MemoryLedger

    init() throws { town = try MemoryLedger() }

    private func kinds(_ stream: StreamName, after: Int64) throws -> [EventKind] {
        try town.ask(EventsSince(streams: [stream], after: after)).events
            .map { try CloudEvent.decode(Array($0.utf8)).kind }
    }

    private var head: Int64 { get throws { try town.ledger.feedHead().sequence } }

    @Test("a rig is told to the town and to its own stream; its name and prefix are its own")
    func rigs() throws {
        let name = valid(RigName.self, "second")
        let before = try head
        try town.addRig(name, prefix: "se")
        #expect(try kinds(.town, after: before) == [.rigAdded])
        #expect(try kinds(.rig(name), after: before) == [.rigAdded])
        #expect(refusal { try town.addRig(name, prefix: "sx") } == .conflict)
        #expect(refusal { try town.addRig(valid(RigName.self, "third"), prefix: "se") } == .conflict)
        #expect(refusal { try town.addRig(valid(RigName.self, "third"), prefix: "hq") } == .invalid)
        #expect(refusal { try town.addRig(valid(RigName.self, "third"), prefix: "A-") } == .invalid)
    }

    @Test("a removed rig can be added again, under its old prefix")
    func rigReturns() throws {
        try town.send(RigSetState(name: VerbTown.gastown, state: .removed))
        #expect(refusal { try town.send(RigSetState(name: VerbTown.gastown, state: .active)) } == .notFound)
        try town.addRig(VerbTown.gastown, prefix: "gt")
        #expect(try town.ask(RigList()).rigs.map(\.state) == [.active])
    }

    @Test("a rig whose settings can't be read is not added")
    func unreadableRigFile() throws {
        let ports = LedgerPorts(ancestors: { _ in [] }, rigFile: { _ in .unusable("rig.toml:3: unknown key") })
        #expect(refusal { _ = try MemoryLedger(ports: ports) } == .invalid)
    }

    @Test("settings become events once; a bad file keeps the old ones and is named once")
    func configuration() throws {
        let name = VerbTown.gastown
        let settings = RigSettings(target: "trunk")
        func apply(_ command: ConfigApply) throws -> [EventKind] {
            let outcome = try town.ledger.execute(command, at: town.now)
            #expect(outcome.answers.map(\.code) == [nil])
            return try outcome.events.map { try $0.decoded().kind }
        }
        let good = ConfigApply(rig: name, settings: settings, hash: "1")
        let bad = ConfigApply(rig: name, hash: "2", problem: "line 3")
        #expect(try apply(good) == [.configChanged, .configChanged])
        #expect(try apply(good) == [])
        #expect(try apply(bad) == [.configRefused])
        #expect(try apply(bad) == [])
        #expect(try town.ask(RigList()).rigs.first?.settings == settings)
        #expect(try apply(good) == [])
        #expect(try apply(ConfigApply(townName: "Bigtown", hash: "9")) == [.configChanged])
        #expect(try town.ask(WhoAmI()).town == "Bigtown")
    }

    @Test(
        "directives are told once, town before rig; a bad file keeps the old text and is named; one that goes is gone")
    func directives() throws {
        let rig = VerbTown.gastown
        func file(_ text: String?, _ hash: String, home: BeadHome = .hq, name: String = "witness.md") -> DirectiveFile {
            DirectiveFile(home: home, name: name, text: text, hash: hash, problem: text == nil ? "not UTF-8" : nil)
        }
        func apply(_ files: DirectiveFile...) throws -> [EventKind] {
            let outcome = try town.ledger.execute(DirectivesApply(files: files), at: town.now)
            #expect(outcome.answers.map(\.code) == [nil])
            return try outcome.events.map { try $0.decoded().kind }
        }
        func texts() throws -> [String] {
            try town.ask(PrimeShow(agent: .witness(rig))).role?.directives.map(\.text) ?? []
        }
        let rigs = file("rig's", "2", home: .rig(rig))
        #expect(try apply() == [] && texts() == [])
        #expect(try apply(rigs, file("town's", "1")) == [.configChanged, .configChanged])
        #expect(try texts() == ["town's", "rig's"])
        #expect(try apply(file("town's", "1"), rigs) == [])
        #expect(try apply(file(nil, "3"), rigs) == [.configRefused])
        #expect(try apply(file(nil, "3"), rigs) == [] && texts() == ["town's", "rig's"])
        #expect(try apply(file(nil, "4", name: "wtness.md"), file("town's", "1"), rigs) == [.configRefused])
        #expect(try apply(rigs) == [.configChanged] && texts() == ["rig's"])
        #expect(try apply(file("new", "5"), rigs) == [.configChanged] && texts() == ["new", "rig's"])
        #expect(try town.ask(PrimeShow(agent: .deacon)).role?.directives == [])
    }

    @Test("the town's own beads get ids under its prefix, rigs' do not, and no rig shares it")
    func prefix() throws {
        func apply(_ prefix: String, hash: String) throws -> [EventKind] {
            let command = ConfigApply(townName: "T", townPrefix: valid(TownPrefix.self, prefix), hash: hash)
            return try town.ledger.execute(command, at: town.now).events.map { try $0.decoded().kind }
        }
        #expect(try town.ask(RigList()).townPrefix == .standard)
        #expect(try apply("my-app", hash: "1") == [.configChanged])
        #expect(try town.ask(RigList()).townPrefix.text == "my-app")
        let own = try town.send(BeadCreate(title: "Own")).bead
        #expect(own.id.text.hasPrefix("my-app-") && own.rig == nil)
        let other = try town.send(BeadCreate(rig: VerbTown.gastown, title: "Rig's")).bead
        #expect(other.id.text.hasPrefix("gt-"))
        // A rig's prefix is refused, and what held goes on.
        #expect(try apply("gt", hash: "2") == [.configRefused])
        #expect(try town.send(BeadCreate(title: "Own")).bead.id.text.hasPrefix("my-app-"))
        #expect(try apply("elm", hash: "3") == [.configChanged])
        let add = RigAdd(name: valid(RigName.self, "elms"), prefix: "elm", remote: nil)
        #expect(refusal { try town.send(add) } == .invalid)
    }

    @Test("settings of somebody's own are kept by their home, within bounds, and told once without their value")
    func ownSettings() throws {
        func name(_ text: String) -> SettingName { valid(SettingName.self, text) }
        func set(_ text: String, _ value: String?, home: BeadHome = .hq) throws {
            try town.send(SettingSet(home: home, name: name(text), value: value))
        }
        let (before, rig) = (try head, BeadHome.rig(VerbTown.gastown))
        try set("custom.a", "1")
        try set("custom.a", "1")
        try set("custom.a", "2")
        try set("custom.b", nil)
        try set("custom.a", "3", home: rig)
        #expect(try town.ask(SettingList(home: .hq)).settings == [name("custom.a"): "2"])
        #expect(try town.ask(SettingList(home: rig)).settings == [name("custom.a"): "3"])
        #expect(try kinds(.town, after: before) == [.settingChanged, .settingChanged])
        #expect(try kinds(rig.stream, after: before) == [.settingChanged])
        try set("custom.a", nil)
        #expect(try town.ask(SettingList(home: .hq)).settings.isEmpty)
        #expect(refusal { try set("custom.a", String(repeating: "x", count: 4097)) } == .tooLarge)
        #expect(refusal { try set("custom.a", "x", home: .rig(valid(RigName.self, "nowhere"))) } == .notFound)
        for number in 0..<100 { try set("custom.\(number)", "") }
        #expect(refusal { try set("custom.more", "") } == .tooLarge)
        try set("custom.7", "changed")
        #expect(SettingName("custom.") == nil && SettingName("town.name") == nil && SettingName("custom.ä") == nil)
    }

    @Test("nobody on the bus can apply settings")
    func storeOnly() throws {
        let request = Request.command(ConfigApply(townName: "Mine", hash: "1"), id: "p/1")
        #expect(try town.answer(request).code == .forbidden)
    }

    @Test("a stop reaches every stream, holds once, and is undone once")
    func stop() throws {
        let before = try head
        try town.send(TownStop(reason: "fire"))
        try town.send(TownStop(reason: "fire again"))
        #expect(try kinds(.town, after: before) == [.townStopped])
        #expect(try kinds(.rig(VerbTown.gastown), after: before) == [.townStopped])
        #expect(try town.ask(TownStatus()).stopped == "fire")
        #expect(try town.ask(WitnessList(rig: VerbTown.gastown)).stopped)
        try town.send(TownThaw())
        try town.send(TownThaw())
        #expect(try kinds(.rig(VerbTown.gastown), after: before) == [.townStopped, .townThawed])
        #expect(try town.ask(TownStatus()).stopped == nil)
    }

    @Test("an intent stands until it is settled, by itself or with the command that tells the outcome")
    func intents() throws {
        let witness = RoleName.witness(VerbTown.gastown)
        let first = valid(CommandID.self, "worktree/1")
        let second = valid(CommandID.self, "worktree/2")
        for intent in [first, second] {
            try town.send(IntentOpen(intent: intent, kind: "worktree", detail: "{}"), as: witness)
        }
        #expect(try town.ask(WitnessList(rig: VerbTown.gastown)).intents.map(\.id) == [first, second])
        try town.send(IntentSettle(intent: first, note: "made"), as: witness)
        let before = try head
        try town.send(
            IntentOpen(intent: valid(CommandID.self, "session/1"), kind: "session", detail: "{}"), as: witness,
            closes: [second])
        #expect(try kinds(.rig(VerbTown.gastown), after: before) == [.intentOpened, .intentSettled])
        #expect(try town.ask(WitnessList(rig: VerbTown.gastown)).intents.map(\.id.text) == ["session/1"])
        try town.send(IntentSettle(intent: first, note: "again"), as: witness)
    }

    @Test("another role's intent can't be settled, and its command is undone as a whole")
    func foreignIntent() throws {
        let refinery = RoleName.refinery(VerbTown.gastown)
        let id = valid(CommandID.self, "land/1")
        try town.send(IntentOpen(intent: id, kind: "land", detail: "{}"), as: refinery)
        let other = IntentOpen(intent: valid(CommandID.self, "session/1"), kind: "session", detail: "{}")
        #expect(refusal { try town.send(other, as: .witness(VerbTown.gastown), closes: [id]) } == .forbidden)
        #expect(try town.ask(WitnessList(rig: VerbTown.gastown)).intents.isEmpty)
        #expect(try town.ask(RefineryList(rig: VerbTown.gastown)).intents.count == 1)
    }

    @Test("a service is fine only while it is heard")
    func services() throws {
        let process = ProcessIdentity.test
        try town.register(.mayor)
        func health(_ name: String) throws -> Health? {
            try town.ask(TownStatus()).services.first { $0.name == name }?.health
        }
        #expect(try health("beads-store") == .fine)
        #expect(try health("mayor") == .unknown)
        #expect(try health("gastown/witness") == .unknown)
        let patrols = PatrolCount(all: 3, empty: 2)
        town.heard["mayor"] = HeardService(process: process, turns: 1, at: town.now, patrols: patrols)
        #expect(try health("mayor") == .fine)
        #expect(try town.ask(TownStatus()).services.first { $0.name == "mayor" }?.patrols == patrols)
        town.now = town.now.advanced(by: .seconds(31))
        #expect(try health("mayor") == .silent)
    }

    @Test("what was heard of a process that has ended or was stopped since does not make it fine")
    func endedService() throws {
        let ports = LedgerPorts(
            ancestors: { _ in [] }, rigFile: { _ in .usable(RigSettings(), hash: "") }, isRunnable: { $0.pid != 7 })
        let town = try MemoryLedger(ports: ports)
        for (role, pid) in [("mayor", Int32(7)), ("deacon", 8)] {
            let process = ProcessIdentity(host: "h", bootID: "b", pid: pid, startTicks: 1)
            town.heard[role] = HeardService(process: process, turns: 1, at: town.now)
        }
        let services = try town.ask(TownStatus()).services
        #expect(services.first { $0.name == "mayor" }?.health == .silent)
        #expect(services.first { $0.name == "deacon" }?.health == .fine)
    }

    @Test("everybody who can be addressed is in the directory")
    func directory() throws {
        let addresses = try town.ask(Directory()).addresses
        #expect(addresses.contains(.overseer) && addresses.contains(.witness(VerbTown.gastown)))
    }
}
