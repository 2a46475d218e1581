import Bus
import Host
import Synchronization
import Testing
import TownModel
import Wire

@testable import gt

@Suite("A store that says it is busy") struct BusyStoreTests {
    private let bus = InMemoryBus()

    /// Says `busy` so often, then answers.
    private func open(busyTimes: Int) throws -> any BusEndpoint {
        let endpoint = bus.endpoint()
        let left = Mutex(busyTimes)
        try endpoint.start { delivery in
            guard case .success(let request) = delivery.request else { return }
            let isBusy = left.withLock { left in
                defer { left -= 1 }
                return left > 0
            }
            let result: AnswerResult = isBusy ? .error(WireError(.busy, "full")) : .ok(JSONText.encode(Done()))
            endpoint.answer(
                Answer(id: request.id, headers: AnswerHeaders(sequence: 1, epoch: 1), result: result),
                to: delivery.route)
        }
        return endpoint
    }

    private func client(wait: Duration) throws -> TownClient {
        try TownClient(
            layout: TownLayout(root: "/nonexistent/town"), surroundings: Surroundings(directory: "/") { _ in nil },
            wait: wait, screen: .of(.report), bus: bus.client())
    }

    @Test("is asked again under the same id until it answers, of a command and of a question")
    func again() async throws {
        let endpoint = try open(busyTimes: 3)
        let client = try client(wait: .seconds(30))
        #expect(try await client.command(TownThaw(), id: CommandID(composed: "a")) == Done())
        #expect(try await client.query(Ping()) == Done())
        endpoint.stop()
    }

    @Test("is believed once the caller's time is over")
    func over() async throws {
        let endpoint = try open(busyTimes: .max)
        let failure = await #expect(throws: CommandFailure.self) {
            _ = try await client(wait: .milliseconds(30)).command(TownThaw(), id: CommandID(composed: "a"))
        }
        #expect(failure?.status == .tryAgain && failure?.code == "busy")
        endpoint.stop()
    }
}
