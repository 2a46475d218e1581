import Bus
import Synchronization
import TownModel
import Wire

/// Questions whose answer takes long: one that is asked again under its id, as the bus does while an answer is long in
/// coming, is the same piece of work.
final class RepeatedQuestions: Sendable {
    private struct Memory {
        /// Waiting or at work, with where the answer goes.
        var open: [CommandID: PeerRoute] = [:]
        /// The newest last.
        var answered: [Answer] = []
    }

    private let memory = Mutex(Memory())

    /// False when the queue has no room.
    func put(_ query: WaitingQuery, into queue: WorkQueue<WaitingQuery>, _ bus: any BusEndpoint) -> Bool {
        let id = query.request.id
        let (known, answer) = memory.withLock { memory in
            if let answer = memory.answered.last(where: { $0.id == id }) { return (true, Optional(answer)) }
            return (memory.open.updateValue(query.route, forKey: id) != nil, nil)
        }
        if let answer { bus.answer(answer, to: query.route) }
        if known { return true }
        if queue.put(query) { return true }
        memory.withLock { $0.open[id] = nil }
        return false
    }

    func settle(_ answer: Answer, _ bus: any BusEndpoint) {
        let route = memory.withLock { memory in
            memory.answered.append(answer)
            if memory.answered.count > StoreLimits.longAnswersMax { memory.answered.removeFirst() }
            return memory.open.removeValue(forKey: answer.id)
        }
        if let route { bus.answer(answer, to: route) }
    }
}
