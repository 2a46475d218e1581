import Bus
import Synchronization
import TownModel
import Wire
import ZeroMQBus

/// What was sent to a store under which id, and what it answered: what it must know whatever became of it.
final class SentCommands: Sendable {
    enum Body: Hashable, Sendable {
        case create(BeadCreate)
        case update(BeadUpdate)
    }

    struct Entry: Sendable {
        let id: CommandID
        let body: Body
        /// nil: nobody can say yet whether it was carried out.
        var answer: Bead?
    }

    enum Outcome: Hashable, Sendable {
        /// `already`: it had been carried out before, and this is its first answer.
        case done(Bead, already: Bool)
        case refused
        /// The store has gone, or the bus was closed because it has.
        case unanswered
    }

    private struct Book {
        var entries: [Entry] = []
        var places: [CommandID: Int] = [:]
        var refusals: [WireError] = []
    }

    private let book = Mutex(Book())

    /// In the order in which they were sent first.
    var entries: [Entry] { book.withLock(\.entries) }
    var acknowledged: Int { book.withLock { $0.entries.count { $0.answer != nil } } }
    var refusals: [WireError] { book.withLock(\.refusals) }

    /// Sends it, as often as the bus finds right.
    func send(_ body: Body, id: CommandID, over bus: ZeroMQBus) async -> Outcome {
        book.withLock { book in
            guard book.places[id] == nil else { return }
            book.places[id] = book.entries.count
            book.entries.append(Entry(id: id, body: body))
        }
        let headers = RequestHeaders(actor: .overseer, key: LoneStore.key)
        do {
            let (reply, facts) =
                switch body {
                case .create(let create):
                    try await bus.command(create, id: id, headers: headers, within: .seconds(30))
                case .update(let update):
                    try await bus.command(update, id: id, headers: headers, within: .seconds(30))
                }
            book.withLock { book in
                // The first answer counts: a later one must be the same.
                guard let place = book.places[id], book.entries[place].answer == nil else { return }
                book.entries[place].answer = reply.bead
            }
            return .done(reply.bead, already: facts.already ?? false)
        } catch BusFailure.refused(let error) {
            note(error)
            return .refused
        } catch {
            return .unanswered
        }
    }

    func note(_ refusal: WireError) { book.withLock { $0.refusals.append(refusal) } }
}
