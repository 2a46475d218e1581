import Bus
import Foundation
import Glibc
import Host
import TownModel
import Wire
import ZeroMQBus

/// The towers of Hanoi as one molecule: a worker claims and ends each move, one command at a time, each on disk before the
/// next; afterwards somebody who knows only the puzzle's rules replays what the ledger has.
///
/// `DISCS` (default 12), `KILLS` (default 0): how often the store is killed with -9 on the way.
enum Hanoi {
    /// How often on the way bare commits are measured, how many in a tight loop, and how many in turns with steps.
    static let rests = 20
    static let looped = 500
    static let turns = 100

    static func measure(_ town: BenchTown) async throws -> Report {
        let discs = try setting("DISCS", 1...24) ?? 12
        let kills = try setting("KILLS", 0...1000) ?? 0
        try await town.startStore()
        let game = try await HanoiGame(town, discs: discs)
        let walk = try await game.walk(kills: kills)
        let legal = try await game.replay()
        let loop = Measurement(name: "bare SQLite commit, in a tight loop", values: walk.looped, unit: "ms")
        let turn = Measurement(name: "bare SQLite commit, in turns with steps", values: walk.turns, unit: "ms")
        let step = "a step: ended, and the next one claimed"
        return Report(
            title: "Towers of Hanoi, \(discs) discs",
            measurements: [
                loop, turn,
                Measurement(
                    name: step, values: walk.stepTurns, unit: "ms", peer: ("bare commit in turns", turn.median),
                    goal: .ratioAtMost(2.5)),
                Measurement(
                    name: "\(step): mean of all", values: [walk.seconds * 1000 / Double(walk.steps)], unit: "ms",
                    peer: ("bare commit in a loop", loop.median)),
                Measurement(
                    name: "the whole molecule", values: [walk.seconds], unit: "s",
                    goal: discs == 20 ? .medianAtMost(600) : nil),
                Measurement(name: "steps a second", values: [Double(walk.steps) / walk.seconds], unit: "steps/s"),
                Measurement(
                    name: "the store's resident memory at its end", values: [walk.residentMegabytes], unit: "MB",
                    goal: .medianAtMost(300)),
                Measurement(name: "the ledger on disk at its end", values: [walk.diskMegabytes], unit: "MB"),
            ],
            notes: [
                "\(walk.steps) steps, one worker, one command in flight, one commit a step; "
                    + "the store was killed with -9 \(walk.kills) times",
                "replayed from the ledger by the rules alone: \(legal) legal moves, the tower stands on another peg",
            ])
    }

    private static func setting(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw Shell.Failure(
                command: ["hanoi"], status: 64,
                output: "\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
        }
        return value
    }
}

/// One molecule on one town's bus.
struct HanoiGame {
    struct Walk {
        var steps: Int64
        /// Without the bare commits.
        var seconds: Double
        /// Milliseconds each: bare commits, and the steps that took turns with them.
        var looped: [Double]
        var turns: [Double]
        var stepTurns: [Double]
        var kills: Int
        var residentMegabytes: Double
        var diskMegabytes: Double
    }

    private let town: BenchTown
    private let discs: Int
    private let bus: ZeroMQBus
    private let headers: RequestHeaders
    private let molecule: Molecule
    private let worker: PlainPeer
    private var moves: Int64 { (1 << Int64(discs)) - 1 }

    init(_ town: BenchTown, discs: Int) async throws {
        self.town = town
        self.discs = discs
        bus = try town.client()
        worker = try PlainPeer(to: town.layout.requestEndpoint)
        headers = try town.overseer()
        let graph = try FormulaCooking.towers(disks: discs)
        molecule = try await bus.command(
            MoleculeMake(graph: graph), id: FreshID.command(), headers: headers, within: .seconds(30)
        ).reply.molecule
    }

    /// From the first step to the last.
    func walk(kills: Int) async throws -> Walk {
        let commit = try BareCommit(in: town.root)
        let progress = HanoiProgress(steps: molecule.steps)
        var walk = Walk(
            steps: 0, seconds: 0, looped: [], turns: [], stepTurns: [], kills: 0, residentMegabytes: 0,
            diskMegabytes: 0)
        var step = try worker.ask(MoleculeNext(molecule: molecule.root), headers: headers).next
        let clock = ContinuousClock()
        var start = clock.now
        var inTurns = 0
        while let at = step {
            let before = clock.now
            step = try worker.ask(
                MoleculeNext(molecule: molecule.root, ends: at.number, output: output(of: at)), headers: headers
            ).next
            let after = clock.now
            walk.steps += 1
            if inTurns > 0 {
                inTurns -= 1
                walk.stepTurns.append(before.duration(to: after).inMilliseconds)
                walk.seconds += start.duration(to: after).inMilliseconds / 1000
                walk.turns += try commit.milliseconds(count: 1)
                start = clock.now
            }
            if kills > walk.kills, walk.steps % max(1, molecule.steps / Int64(kills + 1)) == 0 {
                try await kill()
                walk.kills += 1
            }
            guard step == nil || walk.steps % max(1, molecule.steps / Int64(Hanoi.rests)) == 0 else { continue }
            walk.seconds += start.duration(to: clock.now).inMilliseconds / 1000
            walk.looped += try commit.milliseconds(count: Hanoi.looped)
            progress.show(walk, ledger: town.layout.ledger)
            inTurns = Hanoi.turns
            start = clock.now
        }
        walk.residentMegabytes = try residentMegabytes()
        walk.diskMegabytes = HanoiProgress.megabytes(town.layout.ledger)
        return walk
    }

    /// The worker knows which move it is at from the step alone.
    private func output(of step: MoleculeStep) -> [String: String]? {
        let number = step.number - 1
        return step.step.id == "move" ? HanoiMove(number).output : nil
    }

    private func kill() async throws {
        guard let store = town.store else { return }
        Glibc.kill(store.processIdentifier, SIGKILL)
        store.waitUntilExit()
        try await town.startStore()
    }

    /// Gives how many moves were legal: all of them, or this throws.
    func replay() async throws -> Int64 {
        var pegs = HanoiPegs(disks: discs)
        var after: Int64? = 0
        var played: Int64 = 0
        while let from = after {
            let page = try await bus.query(
                MoleculeSteps(molecule: molecule.root, after: from, limit: 500, onlyReached: true),
                id: FreshID.command(), headers: headers, within: .seconds(30)
            ).reply
            for step in page.steps where step.step.id == "move" {
                guard step.state == .done, let move = HanoiMove(output: step.output), pegs.play(move) else {
                    throw Shell.Failure(
                        command: ["hanoi"], status: 1, output: "step \(step.number) is no legal move: \(step)")
                }
                played += 1
            }
            after = page.next
        }
        guard pegs.isSolved, played == moves else {
            throw Shell.Failure(
                command: ["hanoi"], status: 1, output: "\(played) moves, and the tower stands nowhere whole")
        }
        return played
    }

    private func residentMegabytes() throws -> Double {
        guard let pid = town.store?.processIdentifier else { return .nan }
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? .nan) / 1024
    }
}

/// How far it is, on standard error: for whoever waits.
struct HanoiProgress {
    let steps: Int64

    func show(_ walk: HanoiGame.Walk, ledger: String) {
        let rate = Double(walk.steps) / walk.seconds
        let left = Double(steps - walk.steps) / rate
        let line = String(
            format: "%3d %%  %d of %d steps, %.0f a second, %.0f s left, %.0f MB on disk\n",
            Int(walk.steps * 100 / steps), walk.steps, steps, rate, left, Self.megabytes(ledger))
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// The ledger with its log.
    static func megabytes(_ ledger: String) -> Double {
        ["", "-wal", "-shm"].reduce(0.0) { sum, end in
            // A file that is not there takes no room.
            let attributes = try? FileManager.default.attributesOfItem(atPath: ledger + end)
            return sum + (attributes?[.size] as? Double ?? 0) / 1_048_576
        }
    }
}
