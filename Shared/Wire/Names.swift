package import TownModel

/// The names of a rig's polecats: where they come from, which are taken, which is next. Without a rig: of all rigs that
/// are in the town.
package struct NamePoolShow: Query {
    package typealias Reply = NamePoolPage
    package static let verb = "name.pool"
    package var rig: RigName?

    package init(rig: RigName? = nil) { self.rig = rig }
}

package struct NamePoolPage: Codable, Hashable, Sendable {
    package var pools: [NamePoolRow]

    package init(pools: [NamePoolRow]) { self.pools = pools }
}

package struct NamePoolRow: Codable, Hashable, Sendable {
    package var rig: RigName
    package var pool: NamePool
    /// Names that are not free, in the order of the alphabet, those of an earlier pool too.
    package var taken: [AgentName]
    /// What the next polecat is called that has no name of its own from before.
    package var next: AgentName

    package init(rig: RigName, pool: NamePool, taken: [AgentName], next: AgentName) {
        self.rig = rig
        self.pool = pool
        self.taken = taken
        self.next = next
    }
}
