import Bus
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// Keys that are made anew under a town at work.
@Suite(.serialized) struct KeyTests {
    @Test("rotated under load: no command is lost, the service goes on as the same process", .timeLimit(.minutes(2)))
    func rotate() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let mayor = try #require(town.process(of: .role(.mayor)))
            try await town.follow { $0.hasRegistered(.mayor, mayor) }
            let (overseers, mayors) = (town.layout.overseerKey, town.layout.key(of: .mayor))
            let old = (try Files.readSecret(overseers), try Files.readSecret(mayors))
            // Whoever is at work with the old key while it is taken away.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask { try await town.gt("bead", "create", "bead \(number)") }
                    if number == 2 { group.addTask { try await town.gt("key", "rotate") } }
                    if number == 3 { group.addTask { try await town.gt("key", "rotate", "mayor") } }
                }
                try await group.waitForAll()
            }
            #expect(try Files.readSecret(overseers) != old.0 && Files.mode(of: overseers) == 0o600)
            #expect(try Files.readSecret(mayors) != old.1 && Files.mode(of: mayors) == 0o600)
            let bus = try town.connect()
            for (number, key) in [old.0, old.1].enumerated() {
                let refusal = await refusal(bus, key, "old/\(number)")
                #expect(refusal?.isUnknownKey == true)
            }
            await bus.close()
            // The Mayor must speak: a convoy lands by its word alone.
            let bead = try await town.gt("bead", "list", "--json")
            let beads = try JSONText.decode([Bead].self, from: Array(bead.utf8)).map(\.id.text)
            #expect(beads.count == 6)
            try await town.gt("convoy", "create", "Convoy", beads[0])
            try await town.gt("close", beads[0], "-r", "done")
            let log = try await town.follow { !$0.of(.convoyLanded).isEmpty }
            #expect(log.of(.keyRotated).map(\.subject).sorted() == ["mayor/", "overseer"])
            #expect(town.process(of: .role(.mayor)) == mayor)
            #expect(log.of(.roleRegistered).filter { $0.data.role == .mayor }.count == 1)
        }
    }

    @Test("the store does not serve with a key that others can read", .timeLimit(.minutes(1)))
    func exposed() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("open", in: town)
            try Files.setMode(0o604, of: store.layout.overseerKey)
            let end = try await store.run { try await ShutdownWait.forever() }
            #expect(end?.ending == .exited(78))
            #expect(end?.errorTail.contains("others than its owner") == true)
        }
    }

    private func refusal(_ bus: ZeroMQBus, _ key: String, _ id: String) async -> WireError? {
        do {
            _ = try await bus.command(
                BeadCreate(title: "x"), id: CommandID(composed: id), headers: RequestHeaders(key: key),
                within: .seconds(20))
            return nil
        } catch BusFailure.refused(let error) {
            return error
        } catch {
            return nil
        }
    }
}

/// Waits until it is cancelled.
private enum ShutdownWait {
    static func forever() async throws {
        for await _ in AsyncStream<Void>.makeStream().stream {}
        try Task.checkCancellation()
    }
}
