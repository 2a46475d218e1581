import Bus
import Synchronization
import Testing
import TownModel
import Wire

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
            let headers = AnswerHeaders(sequence: 1, epoch: 1, retryAfterMilliseconds: isBusy ? 1 : nil)
            let result: AnswerResult =
                isBusy ? .error(WireError(.busy, "full")) : .ok(JSONText.encode(Done()))
            endpoint.answer(Answer(id: request.id, headers: headers, result: result), to: delivery.route)
        }
        return endpoint
    }

    @Test("is asked again after the pause that it names, under the same id, until it answers")
    func again() async throws {
        let endpoint = try open(busyTimes: 5)
        let answer = try await bus.client().command(
            TownThaw(), id: CommandID(composed: "a"), within: .seconds(30))
        #expect(answer.reply == Done())
        endpoint.stop()
    }

    @Test("is believed once the caller's time is over")
    func over() async throws {
        let endpoint = try open(busyTimes: .max)
        await #expect(throws: BusFailure.refused(WireError(.busy, "full"))) {
            _ = try await bus.client().command(
                TownThaw(), id: CommandID(composed: "a"), within: .milliseconds(30))
        }
        endpoint.stop()
    }
}
