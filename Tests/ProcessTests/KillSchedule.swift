import Bus
import Glibc
import Host
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// Who is killed when: follows the feed, so that each kill comes while the service has work between a claim and its
/// landing. The seed decides whom, and how many events later.
struct KillSchedule {
    /// One kill -9 and where the log stood: between the two sequences.
    struct Kill {
        let service: TownService
        let process: ProcessIdentity
        /// The last sequence that was heard before.
        let before: Int64
        /// The log's end, asked for afterwards.
        let after: Int64
    }

    let services: [TownService]
    /// So often each service is to be killed.
    let goal: Int
    private var kills: [Kill] = []
    private var random: SeededRandom
    /// Events that pass at most until somebody else is killed.
    private static let patience: Int64 = 20
    /// Not before the log has reached this sequence.
    private var notBefore: Int64 = 0

    init(services: [TownService], goal: Int, seed: UInt64) {
        self.services = services
        self.goal = goal
        random = SeededRandom(seed: seed)
    }

    /// Whom to kill now; nil: nobody, because whoever was killed last may still be waited for, or nobody has work.
    mutating func next(_ log: TownLog, process: (TownService) -> ProcessIdentity?) -> TownService? {
        guard log.sequence >= notBefore, kills.last.map({ isOver($0, log, process($0.service)) }) ?? true
        else { return nil }
        let hits = proven(by: log)
        let rigs = Set(log.atWork.values)
        let busy = services.filter { service in
            guard hits[service, default: 0] < goal, let process = process(service) else { return false }
            // The role must have begun: who is killed while it starts has nothing in its hands.
            if case .role(let role) = service, !log.hasRegistered(role, process) { return false }
            return service.rig.map(rigs.contains) ?? !rigs.isEmpty
        }
        let least = busy.map { hits[$0, default: 0] }.min()
        return busy.filter { hits[$0, default: 0] == least }.randomElement(using: &random)
    }

    /// On a busy machine a town does much of its work while one service starts: the others are not spared for that.
    private func isOver(_ kill: Kill, _ log: TownLog, _ process: ProcessIdentity?) -> Bool {
        log.sequence >= kill.after + Self.patience || isBack(kill, log, process)
    }

    /// A role is back when the process after it has registered, the store when anything new was heard.
    private func isBack(_ kill: Kill, _ log: TownLog, _ process: ProcessIdentity?) -> Bool {
        guard let process, process != kill.process, log.sequence >= kill.after else { return false }
        return switch kill.service {
        case .beadsStore: log.sequence > kill.before
        case .role(let role): log.hasRegistered(role, process)
        // It registers nowhere, and is no part of the schedule.
        case .tmux: true
        }
    }

    mutating func note(_ kill: Kill) {
        kills.append(kill)
        notBefore = kill.before + Int64.random(in: 1...6, using: &random)
    }

    /// How often each service was killed between the claim of a bead and its landing, as the log has it.
    func proven(by log: TownLog) -> [TownService: Int] {
        var found: [TownService: Int] = [:]
        for kill in kills where !log.underWay(from: kill.before, to: kill.after, in: kill.service.rig).isEmpty {
            found[kill.service, default: 0] += 1
        }
        return found
    }

    /// For a failure's text.
    var story: String {
        kills.map { "\($0.service) at \($0.before)…\($0.after)" }.joined(separator: ", ")
    }
}

extension ProcessTown {
    /// kill -9, and where the log stood before and afterwards.
    func kill(_ service: TownService, at sequence: Int64) async throws -> KillSchedule.Kill? {
        guard let process = process(of: service), Processes.send(SIGKILL, to: process) else { return nil }
        _ = await ProcessWatch.shared.waitForEnd(of: process, within: .seconds(10))
        let bus = try connect()
        let id = CommandID(composed: "after-kill", String(sequence))
        let end = try await bus.query(EventsSince(after: sequence, limit: 1), id: id, within: .seconds(30)).reply.head
        await bus.close()
        return KillSchedule.Kill(service: service, process: process, before: sequence, after: end)
    }
}
