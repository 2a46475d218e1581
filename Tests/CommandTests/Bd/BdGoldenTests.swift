import Host
import Testing
import TownModel
import TownTesting
import Wire

/// What hands that know `bd` see, word for word, from the built program and a real ledger.
@Suite struct BdGoldenTests {
    /// Ids in the order in which the beads were made.
    private func ids(_ town: TestTown) throws -> [String] {
        try town.with { ledger in
            try ledger.ask(BeadList(selection: BeadSelection(includeClosed: true))).beads.map(\.id.text)
        }
    }

    @Test("an agent's inner loop, for programs")
    func loop() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("bd-loop", in: town)
        try await story.bd("create", "Fix the door", "-t", "bug", "-p", "0", "-d", "- it squeaks", "--json")
        let door = try #require(try ids(town).first)
        try await story.bd("create", "Oil the hinges", "-pP1", "--deps", "discovered-from:\(door)", "--json")
        let hinges = try #require(try ids(town).last)
        try await story.bd("dep", "add", door, hinges, "--json")
        try await story.bd("--no-daemon", "ready", "--json", "--sandbox")
        try await story.bd("blocked", "--json")
        try await story.bd("update", hinges, "--claim", "--actor", "joe", "--json")
        try await story.bd("update", hinges, "--claim", "--json", environment: ["BD_ACTOR": "jim"])
        try await story.bd("show", door, "--json")
        try await story.bd("close", door, "--json")
        try await story.bd("close", hinges, "nope", "-r", "oiled", "--suggest-next", "--json")
        try await story.bd("list", "--json")
        try await story.bd("list", "--all", "--sort", "id", "--json")
        try await story.bd("count", "--by-status", "--json")
        try await story.bd("stats", "--json")
        try await story.bd("label", "add", door, "wood", "--json")
        try await story.bd("comments", "add", door, "it is the frame", "--json")
        try await story.bd("comments", door, "--json")
        try await story.bd("epic", "status", "--json")
        try story.check()
    }

    @Test("the same for people")
    func people() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("bd-people", in: town)
        try await story.bd("prime")
        try await story.bd("q", "Town", "hall", "-t", "epic")
        let hall = try #require(try ids(town).first)
        try await story.bd(
            "create", "Walls", "--parent", hall, "-l", "stone,big", "-e", "90", "--acceptance", "they stand")
        try await story.bd("create", "Roof", "--parent", hall, "--deps", "\(hall).1", "--due", "2100-05-01T00:00:00Z")
        try await story.bd("list", "--tree")
        try await story.bd("graph", hall)
        try await story.bd("dep", "tree", "\(hall).2")
        try await story.bd("show", "\(hall).1")
        try await story.bd("blocked")
        try await story.bd("ready", "--claim", "--actor", "ann")
        try await story.bd("comment", "\(hall).1", "half\nis up")
        try await story.bd("close", "\(hall).1", "--suggest-next")
        try await story.bd("epic", "status")
        try await story.bd("defer", "\(hall).2", "--until", "2100-03-01T00:00:00Z")
        try await story.bd("list", "--deferred")
        try await story.bd("undefer", "\(hall).2")
        try await story.bd("gate", "create", "--blocks", "\(hall).2")
        try await story.bd("gate", "list")
        try await story.bd("count", "--by-label")
        try await story.bd("search", "roof")
        try await story.bd("stats")
        try await story.bd("delete", hall, "--cascade")
        try await story.bd("delete", "\(hall).2", "--force")
        try await story.bd("reopen", "\(hall).2")
        try await story.bd("history", "\(hall).2", "-n", "3")
        try await story.bd("where", "--rig", "gt-")
        try await story.bd("export")
        try story.check()
    }

    @Test("mistakes are explained under the name of bd, and each ends with its status")
    func mistakes() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("bd-mistakes", in: town)
        try await story.bd("craete", "x")
        try await story.bd("branch")
        try await story.bd("gate", "check")
        try await story.bd("close", "hq-nothing", "--continue")
        try await story.bd("close", "hq-one", "hq-two", "--continue")
        try await story.bd("close", "hq-nothing", "--session", "x")
        try await story.bd("list", "--db", "x")
        try await story.bd("show", "hq-nothing", "hq-none")
        try await story.bd("show", "hq-nothing", "--json")
        try await story.bd("create", "x", "-t", "agent")
        try await story.bd("create", "x", "--deps", "hates:hq-1")
        try await story.bd("create", "x", "--rig", "nowhere")
        try await story.bd("create", "x", "--readonly")
        try await story.bd("update", "hq-nothing")
        try await story.bd("dep", "add", "hq-1", "external:other:thing")
        try await story.bd("ready", "--sort", "hybrid")
        try await story.bd("prime", "--town", "/nonexistent")
        try story.check()
    }
}
