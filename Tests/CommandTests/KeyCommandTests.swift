import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

@Suite struct KeyCommandTests {
    private static let known = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

    private struct Made: Decodable {
        var name: KeyName
        var publicKey: PublicKey
        var path: String
    }

    @Test("keys are let in, listed, replaced, put out; whoever is refused is shown")
    func story() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("keys", in: town)
        try await story.run("key", "authorize", "laptop", Self.known)
        try await story.run("key", "authorize", "laptop", Self.known)
        try await story.run("key", "authorize", "laptop", Self.known, "--allow", "mail,dispatch", "--stream", "gastown")
        try await story.run("key", "authorize", "phone", Self.known)
        try await story.run(
            "key", "authorize", "phone", String(repeating: "1", count: 40), "--allow", "all", "--as",
            "gastown/crew/ann")
        try await story.run("key", "authorize", "tablet", String(repeating: "#", count: 40))
        try await story.run("key", "authorize", "tablet", "short")
        try await story.run("key", "authorize", "tablet", String(repeating: "2", count: 40), "--allow", "role")
        try await story.run("key", "authorize", "tablet", String(repeating: "2", count: 40), "--allow", "fly")
        try await story.run("key", "authorize", "tablet", String(repeating: "2", count: 40), "--as", "mayor")
        try await story.run("key", "list")
        try await story.run("key", "list", "--json")
        try await story.run("key", "revoke", "phone")
        try await story.run("key", "revoke", "phone")
        try await story.run("key", "rotate", "gastown/witness")
        try await story.run("key", "rotate", "gastown/polecats/ash")
        try await story.run("key", "rotate", "No/Name")
        try await story.run("key", "rotate", "laptop")
        try await story.run("key", "create", "mayor")
        try await story.run("key", "revoke", "laptop", environment: ["GT_SESSION_DIR": "/nonexistent"])
        try await story.run("status")
        try await story.run("events", "--since", "2")
        try story.check()
    }

    @Test("the doctor names who is refused for what is no day's work, and what to do")
    func doctor() async throws {
        let town = try TestTown()
        try town.open()
        #expect(try await town.gt(["show", "gt-nothing"]).ending.status == 1)
        #expect(try await town.gt(["bead", "update", "gt-nothing", "-p", "1"]).ending.status == 1)
        func findings() async throws -> [Finding] {
            let reports = try JSONText.decode(
                [Report].self, from: try await town.gt(["doctor", "--verbose", "--json"]).output)
            return try #require(reports.first { $0.check == "refusals" }).findings
        }
        #expect(try await findings().map(\.verdict) == ["fine"])
        _ = try await town.gt(["bead", "create", "x"], environment: ["GT_SESSION_DIR": "/nonexistent"])
        let found = try await findings()
        #expect(found.map(\.verdict) == ["warning"] && found.map(\.looked) == ["nobody"])
        #expect(found[0].saw.hasPrefix("forbidden ×1, last ") && found[0].next?.contains("gt key list") == true)
    }

    private struct Report: Decodable {
        var check: String
        var findings: [Finding]
    }

    private struct Finding: Decodable {
        var verdict: String
        var looked: String
        var saw: String
        var next: String?
    }

    @Test("a key is made once, private, without a town, and is what the town is told to let in")
    func create() async throws {
        let town = try TestTown()
        let elsewhere = ["GT_TOWN": "/nonexistent", "XDG_CONFIG_HOME": "\(town.root)/config"]
        let result = try await town.gt(["key", "create", "laptop", "--json"], environment: elsewhere)
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        let made = try JSONText.decode(Made.self, from: result.output)
        #expect(made.path == "\(town.root)/config/gastown/keys/laptop")
        let secret = try Files.readSecret(made.path)
        #expect(CurveSecret(secret)?.publicKey == made.publicKey)
        #expect(Files.mode(of: made.path) == 0o600 && Files.mode(of: Files.parent(of: made.path)) == 0o700)
        #expect(!result.outputText.contains(secret))
        let again = try await town.gt(["key", "create", "laptop"], environment: elsewhere)
        #expect(again.ending.status == 1 && again.errorTail.contains("there is a key laptop already"))
        #expect(try Files.readSecret(made.path) == secret)
        let text = try await town.gt(["key", "create", "phone"], environment: elsewhere).outputText
        let phone = try #require(
            CurveSecret(try Files.readSecret("\(town.root)/config/gastown/keys/phone"))?.publicKey)
        #expect(text.contains("gt key authorize phone '\(phone)'"), "\(text)")
    }

    @Test("the next key lies beside the present one, is shown again, and takes its place when it is said")
    func rotateOwn() async throws {
        let town = try TestTown()
        func run(_ words: String..., status: Int32 = 0) async throws -> Made? {
            let result = try await town.gt(words + ["--json"], environment: ["GT_TOWN": "/nonexistent"])
            #expect(result.ending.status == status, "\(words): \(result.errorTail)")
            return status == 0 ? try JSONText.decode(Made.self, from: result.output) : nil
        }
        _ = try await run("key", "rotate", "laptop", status: 1)
        let first = try #require(try await run("key", "create", "laptop"))
        _ = try await run("key", "rotate", "laptop", "--finish", status: 1)
        let next = try #require(try await run("key", "rotate", "laptop"))
        #expect(next.publicKey != first.publicKey)
        #expect(CurveSecret(try Files.readSecret(first.path))?.publicKey == first.publicKey)
        #expect(try await run("key", "rotate", "laptop")?.publicKey == next.publicKey)
        let taken = try #require(try await run("key", "rotate", "laptop", "--finish"))
        #expect(taken.publicKey == next.publicKey && taken.path == first.path)
        #expect(CurveSecret(try Files.readSecret(first.path))?.publicKey == next.publicKey)
        #expect(Files.names(in: Files.parent(of: first.path)) == ["laptop"])
    }

    @Test("a secret that others can read is refused with 78 where it is to be shown, and looking goes on")
    func exposed() async throws {
        let town = try TestTown()
        try town.open()
        let layout = TownLayout(root: town.root)
        try Files.setMode(0o644, of: layout.overseerKey)
        let refused = try await town.gt(["bead", "create", "x"])
        #expect(refused.ending.status == 78)
        #expect(refused.errorTail.contains("others than its owner") && refused.errorTail.contains("chmod 600"))
        #expect(try await town.gt(["ready"]).ending.status == 0)
        #expect(try await town.gt(["mail", "inbox"]).ending.status == 78)
        try Files.setMode(0o600, of: layout.overseerKey)
        #expect(try await town.gt(["bead", "create", "x"]).ending.status == 0)
        #expect(try town.with { try $0.ask(BeadList()).beads.count } == 1)
    }
}
