/// A bundle of work that is driven to the end and reported as one.
package struct Convoy: Hashable, Sendable, Codable {
    /// `hq-cv-…`
    package var id: BeadID
    package var title: String
    package var state: ConvoyState
    package var owner: Address
    package var watchers: [Address]
    /// What its members are slung with when the Mayor feeds them; nil: nobody feeds this convoy.
    package var feeding: Feeding?
    /// Rises by one when a landed convoy is reopened: the notice of each landing has its own id.
    package var generation: Int
    package var members: [ConvoyMember]
    package var createdAt: Timestamp
    /// The epics that it was staged from, whose open leaves are its members; nil: its members were named.
    package var epics: [BeadID]?
    /// It drives its epics to their end by itself; nil: it does not.
    package var mountain: Mountain?

    /// The Mayor feeds it.
    package var isFed: Bool { feeding != nil && mountain?.pause == nil }

    package init(
        id: BeadID, title: String, state: ConvoyState = .open, owner: Address, watchers: [Address] = [],
        feeding: Feeding? = nil, generation: Int = 1, members: [ConvoyMember] = [], createdAt: Timestamp
    ) {
        self.id = id
        self.title = title
        self.state = state
        self.owner = owner
        self.watchers = watchers
        self.feeding = feeding
        self.generation = generation
        self.members = members
        self.createdAt = createdAt
    }
}

package enum ConvoyState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Its members are known and were looked at; nobody feeds it before it is launched.
    case staged
    case open
    /// Every member is closed or deleted, however.
    case landed
    /// Closed by a person before everything had landed.
    case closed
}

/// The options of the sling command that made the convoy, for members that become ready later.
package struct Feeding: Hashable, Sendable, Codable {
    /// Where members go; nil: each to its own rig.
    package var rig: RigName?
    package var preset: String?
    package var arguments: String?
    package var mergeMode: MergeMode
    /// No member is begun before this.
    package var notBefore: Timestamp?

    package init(
        rig: RigName?, preset: String? = nil, arguments: String? = nil, mergeMode: MergeMode = .merge,
        notBefore: Timestamp? = nil
    ) {
        self.rig = rig
        self.preset = preset
        self.arguments = arguments
        self.mergeMode = mergeMode
        self.notBefore = notBefore
    }
}

package struct ConvoyMember: Hashable, Sendable, Codable {
    package var bead: BeadID
    package var rig: RigName?
    package var title: String
    package var status: BeadStatus
    package var disposition: Disposition
    package var priority: Priority
    /// How it ended: `landed`, `no-change`, `by hand`, `skipped` …; nil while open.
    package var ending: String?
    /// Rises by one each time it is dispatched.
    package var attempt: Int

    package init(
        bead: BeadID, rig: RigName?, title: String, status: BeadStatus, disposition: Disposition,
        priority: Priority = .normal, ending: String? = nil, attempt: Int = 0
    ) {
        self.bead = bead
        self.rig = rig
        self.title = title
        self.status = status
        self.disposition = disposition
        self.priority = priority
        self.ending = ending
        self.attempt = attempt
    }
}
