package import TownModel

/// A member of a convoy that is looked at before it is begun, with what the ledger knows about it at that moment.
package struct StagedBead: Hashable, Sendable {
    package var bead: Bead
    /// Where it is worked at; nil: it belongs to no rig, or to one that nobody knows.
    package var rig: Rig?
    /// Open beads that it waits for, its epics' among them; an epic that is waited for stands for its open leaves.
    package var needs: [BeadID]
    /// The queue or hook that has it, in words; nil: none has.
    package var place: String?
    /// Other open convoys that track it.
    package var convoys: [BeadID]

    package init(bead: Bead, rig: Rig?, needs: [BeadID] = [], place: String? = nil, convoys: [BeadID] = []) {
        self.bead = bead
        self.rig = rig
        self.needs = needs
        self.place = place
        self.convoys = convoys
    }
}

/// Which members can be begun when, and what stands in the way: pure.
package enum Staging {
    /// Numbers of waves, from 1, by topological level: a member's wave is the one after the last of those that it needs. Who
    /// waits for itself, or for somebody who does, is in none.
    package static func waves(_ needs: [BeadID: [BeadID]]) -> [BeadID: Int] {
        var waiting: [BeadID: Int] = [:]
        var dependents: [BeadID: [BeadID]] = [:]
        for (bead, needed) in needs {
            let inner = Set(needed).filter { needs[$0] != nil }
            waiting[bead] = inner.count
            for other in inner { dependents[other, default: []].append(bead) }
        }
        var wave: [BeadID: Int] = [:]
        var front = needs.keys.filter { waiting[$0] == 0 }
        var number = 1
        while !front.isEmpty {
            var next: [BeadID] = []
            for bead in front {
                wave[bead] = number
                for dependent in dependents[bead] ?? [] {
                    waiting[dependent, default: 0] -= 1
                    if waiting[dependent] == 0 { next.append(dependent) }
                }
            }
            front = next
            number += 1
        }
        return wave
    }

    /// Rings among the members, each named once, the shortest of its knot.
    package static func rings(_ needs: [BeadID: [BeadID]]) -> [[BeadID]] {
        Rings.find(needs.mapValues { Set($0).filter { needs[$0] != nil }.sorted() })
    }

    package static func needs(of staged: [StagedBead]) -> [BeadID: [BeadID]] {
        Dictionary(staged.map { ($0.bead.id, $0.needs) }, uniquingKeysWith: { first, _ in first })
    }
}
