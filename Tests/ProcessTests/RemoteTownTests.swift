import Bus
import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A town that is reached over TCP: by real programs, with keys on a list.
@Suite(.serialized) struct RemoteTownTests {
    @Test("gt --remote reads with any key on the list, does what its rights allow, and nothing once it is revoked")
    func remote() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let (requests, feed) = (try Loopback.freePort(), try Loopback.freePort())
            _ = try await store.shell(
                """
                printf '\\n[bus]\\nlisten = "tcp://127.0.0.1:\(requests)"\\nfeed = "tcp://127.0.0.1:\(feed)"\\n' \
                >>"$GT_TOWN/config/town.toml"
                """)
            try await store.serve {
                let bus = try store.connect()
                let report = try await bus.query(BusStatus(), id: FreshID.command(), within: .seconds(30)).reply
                let remote = try #require(report.remote)
                #expect(remote.problem == nil)
                let townKey = try #require(remote.townKey)
                let secret = try CurveSecret.fresh()
                let keys = "\(town.home)/.config/gastown/keys"
                _ = try await store.shell("mkdir -p -m 700 \(keys)")
                try Files.writeAtomically("\(secret.text)\n", to: "\(keys)/laptop", mode: 0o600)
                let here = "env -u GT_TOWN HOME=\(town.home) gt"
                func there(_ words: String, _ status: Int32, _ said: String) async throws {
                    let text = try await store.shell("\(here) --remote office \(words) 2>&1; echo status $?")
                    #expect(text.contains("status \(status)\n"), "\(words): \(text)")
                    #expect(text.contains(said), "\(words): \(text)")
                }
                let added = try await store.shell(
                    "\(here) remote add office tcp://127.0.0.1:\(requests) --feed tcp://127.0.0.1:\(feed) "
                        + "'\(townKey)' --key laptop && \(here) remote list")
                #expect(added.contains(secret.publicKey.text))
                try await there("whoami", 77, "does not let this key in")
                try await authorize(secret, [], bus)
                try await there("whoami", 0, "overseer")
                try await there("bead create secret", 77, "")
                try await authorize(secret, [.bead], bus)
                try await there("bead create 'a title of its own'", 0, "")
                try await there("bead list", 0, "a title of its own")
                try await there("status", 0, "beads-store")
                try await there("why 1", 0, "")
                try await there("bd list", 0, "a title of its own")
                try await there("bd sync", 64, "own machine")
                try await there("events --json", 0, "bead.created")
                try await there("mail send overseer -s a -m b", 77, "")
                try await there("up", 64, "own machine")
                _ = try await command(KeyRevoke(name: try #require(KeyName("laptop"))), bus)
                try await there("bead list", 77, "does not let this key in")
                let after = try await bus.query(BusStatus(), id: FreshID.command(), within: .seconds(30)).reply
                #expect(after.refusedKeys > report.refusedKeys)
                await bus.close()
            }
        }
    }

    private func authorize(_ secret: CurveSecret, _ groups: [VerbGroup], _ bus: any MessageBus) async throws {
        let key = RemoteKey(
            name: try #require(KeyName("laptop")), publicKey: secret.publicKey, groups: groups)
        _ = try await command(KeyAuthorize(key: key), bus)
    }

    private func command<C: Command>(_ command: C, _ bus: any MessageBus) async throws -> C.Reply {
        try await bus.command(
            command, id: FreshID.command(), headers: RequestHeaders(key: LoneStore.key), within: .seconds(30)
        ).reply
    }
}
