import ArgumentParser
import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// `bd config`: what is kept is given back, what would have no effect is refused by name.
@Suite struct BdConfigTests {
    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    @Test("a setting of somebody's own is kept with its home, changed, listed and taken away")
    func own() async throws {
        #expect(try await town.bd("config", "set", "custom.url", "a \"b\"") == "custom.url = a \"b\"")
        #expect(try await town.bd("config", "get", "custom.url") == "a \"b\"")
        let json = #"{"key":"custom.url","value":"c"}"#
        #expect(try await town.bd("config", "set", "custom.url", "c", "--json") == json)
        #expect(try await town.bd("config", "get", "custom.url", "--json") == json)
        #expect(try await town.bd("config", "get", "custom.url", "--rig", "gastown") == "custom.url (not set)")
        try await town.bd("config", "set", "custom.level", "--rig", "gastown", "--", "-3")
        #expect(try await town.bd("config", "list", "--rig", "gastown") == "issue_prefix = gt\ncustom.level = -3")
        #expect(try await town.bd("config", "list", "--json") == #"{"issue_prefix":"hq","custom.url":"c"}"#)
        #expect(try await town.bd("config", "unset", "custom.url", "--json") == #"{"key":"custom.url"}"#)
        #expect(try await town.bd("config", "unset", "custom.url") == "custom.url is not set")
        #expect(try await town.bd("config", "get", "custom.url", "--json") == #"{"key":"custom.url","value":""}"#)
        let events = try await town.gt(["events", "--since", "0", "--json"]).outputText
        #expect(events.contains("setting.changed") && !events.contains(#"a \"b"#), "a value may be a secret")
    }

    @Test("the prefix of ids is shown as it holds, and is not changed by this")
    func prefix() async throws {
        #expect(try await town.bd("config", "get", "issue_prefix", "--prefix", "gt") == "gt")
        #expect(try await town.bd("config", "get", "issue-prefix") == "hq")
        #expect(try await town.bd("config", "set", "issue_prefix", "x", status: 1).contains("gt config set prefix"))
        #expect(try await town.bd("config", "unset", "issue_prefix", "--rig", "gastown", status: 1).contains("keep"))
    }

    @Test(
        "what has no meaning here is refused with what does the job, and is never kept",
        arguments: [
            ("status.custom", "bd label add"), ("sync.branch", "by itself"), ("jira.url", "no tracker"),
            ("min_hash_length", "the store makes ids"), ("no-db", "by itself"), ("custom.", "one of your own"),
            ("custom.a b", "one of your own"), ("colour", "one of your own"), ("beads.role", "--rig"),
        ])
    func foreign(key: String, words: String) async throws {
        let failure = try await town.bd("config", "set", key, "x", status: 1)
        #expect(failure.contains(key) && failure.contains(words), "\(failure)")
        #expect(try await town.bd("config", "get", key, "--json") == #"{"key":"\#(key)","value":""}"#)
        #expect(try await town.bd("config", "list", "--json") == #"{"issue_prefix":"hq"}"#)
        try await town.bd("config", "set", "custom.x", "y", "--readonly", status: 77)
    }

    @Test("each shell gets a script that completes bd, ids by the store's answer", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) async throws {
        let script = try await town.bd("completion", shell)
        #expect(script.contains("_bd") && !script.contains("PROGRAM") && script.contains(Offers.word))
        #expect(try await town.bd(Offers.word, "--", "su").contains("supersede\t"))
        #expect(try await town.bd(Offers.word, "--", "close", "x", "--s").contains("--suggest-next\t"))
        #expect(throws: Never.self) { _ = try Bd.parseAsRoot(["completions", shell]) }
        #expect(throws: (any Error).self) { _ = try Bd.parseAsRoot(["completion", "powershell"]) }
    }
}
