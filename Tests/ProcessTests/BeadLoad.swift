import Bus
import TownModel
import Wire
import ZeroMQBus

/// Beads made and changed on several lanes at once, each command as soon as the lane's last one was answered.
struct BeadLoad: Sendable {
    static let lanes = 6
    /// Changes of each bead after it was made.
    static let changes = 3
    /// Long enough that a checkpoint is due after some eighty commands.
    static let textBytes = 8_000
    /// Some three checkpoints' worth of rounds.
    static let shortRests = 60

    let sent: SentCommands
    /// Tells its ids from those of other loads on the same ledger.
    let name: String

    /// Until every lane is over: after so many commands, or at once when one gets no answer. With backups made beside
    /// it, one after the other, until the store has gone.
    func run(over bus: ZeroMQBus, laneCommandsMax: Int = .max, makesCopies: Bool = false) async {
        await withTaskGroup { group in
            if makesCopies { group.addTask { await copy(over: bus) } }
            for lane in 0..<Self.lanes { group.addTask { await run(lane, laneCommandsMax, over: bus) } }
        }
    }

    /// One command a lane, then rest until the store has told where its log ends: a checkpoint beside it can come to its
    /// end only while nothing is written. Returns when it is cancelled.
    func runWithRests(over bus: ZeroMQBus) async throws {
        var words = try await bus.listen(to: FeedFilter()).makeAsyncIterator()
        var round = 0
        while !Task.isCancelled {
            round += 1
            await BeadLoad(sent: sent, name: "\(name)-\(round)").run(over: bus, laneCommandsMax: 1)
            // Longer ones, a second or so, where the checkpoint is slow.
            var heads = round > Self.shortRests ? 2 : 1
            while heads > 0, let word = await words.next() {
                if case .head = word { heads -= 1 }
            }
        }
    }

    private func run(_ lane: Int, _ commandsMax: Int, over bus: ZeroMQBus) async {
        var bead: BeadID?
        for number in 0..<commandsMax {
            let change = number % (Self.changes + 1)
            let name = "\(name)-\(lane)-\(number)"
            let text = "\(name) " + String(repeating: "x", count: Self.textBytes)
            let body: SentCommands.Body =
                if change > 0, let bead {
                    .update(BeadUpdate(id: bead, title: name, description: text))
                } else {
                    .create(BeadCreate(title: name, description: text))
                }
            switch await sent.send(body, id: CommandID(composed: "load", name), over: bus) {
            case .done(let answer, _): bead = answer.id
            case .refused: break
            case .unanswered: return
            }
        }
    }

    private func copy(over bus: ZeroMQBus) async {
        let headers = RequestHeaders(actor: .overseer, key: LoneStore.key)
        for number in 0... {
            let id = CommandID(composed: "copy", name, String(number))
            do {
                _ = try await bus.query(BackupMake(), id: id, headers: headers, within: .seconds(30))
            } catch BusFailure.refused(let error) {
                sent.note(error)
            } catch {
                // The store has gone, as it was to.
                return
            }
        }
    }
}
