import TownModel
import TownTesting

/// What a seed's town is like: most are small, so that many can be run; every tenth has everything.
struct SimPlan {
    struct PlannedRig {
        var name: RigName
        var prefix: String
        var hasRemote: Bool
    }

    /// One piece of work, and what is wrong with it at first.
    struct PlannedBead {
        var title: String
        var rig: Int
        var priority: Priority
        /// Two beads that write one file are in each other's way.
        var file: String
        /// Attempts whose work the gates refuse, and how.
        var flawedAttempts = 0
        var flaw = "red"
        /// A bead of the plan that it waits for.
        var needs: Int?
        var isInEpic = false
        /// Put off until so long after the beginning.
        var deferSeconds: Int64?
    }

    private(set) var rigs: [PlannedRig] = []
    private(set) var beads: [PlannedBead] = []
    let hasEpic: Bool
    /// What the epic's work is to end as.
    let epicMode: MergeMode
    /// With few of them beads have to wait for each other.
    let polecatsMax: Int
    /// Polecats in all rigs together; nil: as many as the rigs have.
    let townMax: Int?
    /// The epic is driven as a mountain, not slung.
    let drivesEpic: Bool
    /// The epic is staged and launched, not slung.
    let stagesEpic: Bool
    /// Whether its agents go on from work that came back, or begin anew.
    let mends: Bool
    /// How its rigs land work.
    let style: MergeStyle
    /// The overseer holds each queue in the end, and never comes back.
    let forgetsQueue: Bool
    let faultMilliseconds: Int64
    /// In how many bundles the beads outside of the epic are slung, each some time after the one before.
    var bundles = 1
    var bundlePauseMilliseconds: Int64 = 0
    /// Whether it is watched doing nothing afterwards.
    let rests: Bool

    /// From the end of all work until rest is expected: what was begun for it comes to its end.
    static let settleMilliseconds: Int64 = 120_000
    static let restMilliseconds: Int64 = 30 * 60_000

    init(seed: UInt64) {
        var dice = SeededRandom(seed: seed &+ 0x5EED)
        let isLarge = seed % 10 == 0
        hasEpic = isLarge || dice.chance(20)
        epicMode = dice.chance(30) ? .local : .merge
        rests = seed % 10 == 3
        mends = seed % 3 == 1
        style = [.merge, .squash, .merge, .rebase][Int(seed / 3 % 4)]
        forgetsQueue = seed % 16 == 9
        polecatsMax = Int.random(in: 1...3, using: &dice)
        townMax = seed % 4 == 2 ? 1 + Int(seed / 4 % 2) : nil
        stagesEpic = false
        drivesEpic = hasEpic && epicMode == .merge && seed % 2 == 0
        faultMilliseconds = isLarge ? 120_000 : Int64.random(in: 50_000...90_000, using: &dice)
        let names: [(String, String, Bool)] =
            isLarge || dice.chance(25)
            ? [("gastown", "gt", true), ("beads", "bd", false)]
            : [("gastown", "gt", dice.chance(75))]
        for (text, prefix, hasRemote) in names {
            guard let name = RigName(text) else { preconditionFailure("a name of ours") }
            rigs.append(PlannedRig(name: name, prefix: prefix, hasRemote: hasRemote))
        }
        for number in 0..<(isLarge ? 7 : Int.random(in: 1...3, using: &dice)) { plan(number, &dice) }
    }

    /// Rigs with a piece of work each that goes well: then polecats have been there and are idle, and nothing is left.
    init(quietRigs names: [(name: RigName, prefix: String)]) {
        (hasEpic, epicMode, rests, mends, style) = (false, .merge, true, false, .merge)
        (forgetsQueue, polecatsMax, faultMilliseconds) = (false, 2, 0)
        (townMax, drivesEpic, stagesEpic) = (nil, false, false)
        rigs = names.map { PlannedRig(name: $0.name, prefix: $0.prefix, hasRemote: true) }
        beads = names.indices.map { number in
            PlannedBead(title: "piece \(number)", rig: number, priority: .normal, file: "file \(number)")
        }
    }

    /// The moment from which on all that is open must come to its end in ten minutes. In a town with one place for all, beads
    /// wait for each other: a minute for each.
    var openUntil: Int64 { faultMilliseconds + (townMax == 1 ? Int64(beads.count) * 60_000 : 0) }

    /// A night of work, with every fault all night long: convoys of beads that are slung one after the other, for many
    /// workers in several rigs.
    init(
        nightOf hours: Int64, rigs names: [(name: RigName, prefix: String)], beads count: Int, bundles: Int,
        seed: UInt64
    ) {
        var dice = SeededRandom(seed: seed &+ 0x5EED)
        (hasEpic, epicMode, rests, mends, style) = (false, .merge, false, true, .merge)
        (forgetsQueue, polecatsMax, faultMilliseconds) = (false, 10, hours * 3_600_000)
        (townMax, drivesEpic, stagesEpic) = (30, false, false)
        self.bundles = bundles
        bundlePauseMilliseconds = faultMilliseconds / Int64(bundles + 1)
        rigs = names.map { PlannedRig(name: $0.name, prefix: $0.prefix, hasRemote: true) }
        for number in 0..<count { plan(number, &dice) }
    }

    /// Much more work than room: rigs that could do all of it at once, and a town that lets them not.
    /// - Parameter waves: each bead but those of the first waits for one of the wave before; all are of one epic.
    init(crowd names: [(name: RigName, prefix: String)], beads count: Int, waves: Int, townMax: Int) {
        (hasEpic, epicMode, rests, mends, style) = (waves > 1, .merge, false, false, .merge)
        (forgetsQueue, polecatsMax, faultMilliseconds) = (false, count, 60_000)
        (self.townMax, drivesEpic, stagesEpic) = (townMax, false, waves > 1)
        rigs = names.map { PlannedRig(name: $0.name, prefix: $0.prefix, hasRemote: true) }
        let width = (count + waves - 1) / waves
        beads = (0..<count).map { number in
            PlannedBead(
                title: "piece \(number)", rig: number % names.count, priority: .normal, file: "file \(number)",
                needs: number < width ? nil : number - width, isInEpic: waves > 1)
        }
    }

    private mutating func plan(_ number: Int, _ dice: inout SeededRandom) {
        var bead = PlannedBead(
            title: "piece \(number)", rig: number % rigs.count,
            priority: Priority(rawValue: Int.random(in: 0...4, using: &dice)) ?? .normal,
            file: "file \(Int.random(in: 0...1, using: &dice))")
        // Twice is what a failing bead may; then a person looks at it.
        if dice.chance(25) { bead.flawedAttempts = Int.random(in: 1...2, using: &dice) }
        if dice.chance(30) { bead.flaw = "missing" }
        if number > 0, dice.chance(30) { bead.needs = number - 1 }
        bead.isInEpic = hasEpic && number % 3 == 0
        // The overseer slings no bead that is put off by its own name.
        if bead.isInEpic, dice.chance(30) { bead.deferSeconds = Int64.random(in: 5...60, using: &dice) }
        beads.append(bead)
    }
}
