import TownTesting

/// The kills of one town's store, one after the other on the same ledger: the first while the town is founded, then one
/// of each other moment in an order of its own.
struct SyncSchedule: Hashable, Sendable, CustomStringConvertible {
    static let pointsMax = 6

    let seed: UInt64
    let points: [SyncPoint]

    var description: String { "GT_SEED=\(seed)" }

    /// So many kills in all, in towns of six.
    static func towns(kills: Int, firstSeed: UInt64) -> [SyncSchedule] {
        stride(from: 0, to: kills, by: pointsMax).map { start in
            SyncSchedule(
                seed: firstSeed + UInt64(start / pointsMax), kills: min(pointsMax, kills - start))
        }
    }

    private init(seed: UInt64, kills: Int) {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        let founding: [SyncPoint] = [
            .init(moment: .founding, call: .fdatasync, number: .random(in: 1...10, using: &random)),
            .init(moment: .founding, call: .pwrite64, number: .random(in: 1...140, using: &random)),
            .init(moment: .founding, call: .fsync, number: .random(in: 1...4, using: &random)),
        ]
        let last: [SyncPoint] = [
            seed % 4 == 0
                ? .init(moment: .opening, call: .fsync, number: 1)
                : .init(moment: .opening, call: .pwrite64, number: .random(in: 1...8, using: &random)),
            .init(moment: .copy, call: .fsync, number: .random(in: 1...6, using: &random)),
        ]
        let others: [SyncPoint] = [
            .init(moment: .commit, call: .fdatasync, number: .random(in: 6...60, using: &random)),
            .init(moment: .commit, call: .pwrite64, number: .random(in: 60...1200, using: &random)),
            .init(moment: .checkpoint, call: .pwrite64, number: .random(in: 1...200, using: &random)),
            .init(moment: .checkpoint, call: .fdatasync, number: .random(in: 1...2, using: &random)),
            last[Int(seed % 2)],
        ]
        points = Array(([founding[Int(seed % 3)]] + others.shuffled(using: &random)).prefix(kills))
    }
}
