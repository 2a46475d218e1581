package import TownModel

/// Bundles beads, so that they are driven to the end and reported as one.
package struct ConvoyCreate: Command {
    package typealias Reply = ConvoyReply
    package static let verb = "convoy.create"
    package var title: String
    package var beads: [BeadID]
    /// nil: members are slung by hand.
    package var feeding: Feeding?

    package init(title: String, beads: [BeadID], feeding: Feeding? = nil) {
        self.title = title
        self.beads = beads
        self.feeding = feeding
    }
}

/// Adding to a landed convoy reopens it.
package struct ConvoyAdd: Command {
    package typealias Reply = ConvoyReply
    package static let verb = "convoy.add"
    package var convoy: BeadID
    package var beads: [BeadID]

    package init(convoy: BeadID, beads: [BeadID]) {
        self.convoy = convoy
        self.beads = beads
    }
}

/// Ends a convoy by hand; its members stay as they are.
package struct ConvoyClose: Command {
    package typealias Reply = ConvoyReply
    package static let verb = "convoy.close"
    package var convoy: BeadID
    package var reason: String

    package init(convoy: BeadID, reason: String) {
        self.convoy = convoy
        self.reason = reason
    }
}

/// The speaker is told by mail when it lands.
package struct ConvoyWatch: Command {
    package typealias Reply = ConvoyReply
    package static let verb = "convoy.watch"
    package var convoy: BeadID
    /// False: no longer.
    package var watch: Bool

    package init(convoy: BeadID, watch: Bool) {
        self.convoy = convoy
        self.watch = watch
    }
}

/// The Mayor's: every member has ended. Tells owner and watchers by mail. Id: `convoy-landed/<convoy>/<generation>`.
package struct ConvoyLanded: Command {
    package typealias Reply = Done
    package static let verb = "convoy.landed"
    package var convoy: BeadID
    package var generation: Int

    package init(convoy: BeadID, generation: Int) {
        self.convoy = convoy
        self.generation = generation
    }
}

package struct ConvoyReply: Codable, Hashable, Sendable {
    package var convoy: Convoy

    package init(convoy: Convoy) { self.convoy = convoy }
}

/// A convoy with its members as they are now.
package struct ConvoyShow: Query {
    package typealias Reply = ConvoyReply
    package static let verb = "convoy.show"
    /// A full id or an unambiguous beginning of one.
    package var id: String

    package init(id: String) { self.id = id }
}

/// Convoys, the newest first.
package struct ConvoyList: Query {
    package typealias Reply = ConvoyPage
    package static let verb = "convoy.list"
    package var includeEnded: Bool
    package var limit: Int

    package init(includeEnded: Bool = false, limit: Int = 50) {
        self.includeEnded = includeEnded
        self.limit = limit
    }
}

package struct ConvoyPage: Codable, Hashable, Sendable {
    package var convoys: [Convoy]

    package init(convoys: [Convoy]) { self.convoys = convoys }
}

/// All the Mayor must know: one snapshot.
package struct MayorList: Query {
    package typealias Reply = MayorListing
    package static let verb = "mayor.list"

    package init() {}
}

package struct MayorListing: Codable, Hashable, Sendable {
    package var stopped: Bool
    package var convoys: [Convoy]
    package var rigs: [Rig]
    package var services: [ServiceStatus]
    package var intents: [Intent]
    /// The Mayor's agent; nil: nobody has asked for one yet.
    package var agent: ResidentRow?
    /// Escalations with a route that the Mayor is to carry out; nil: none.
    package var escalations: [RaisedEscalation]?

    package init(
        stopped: Bool, convoys: [Convoy], rigs: [Rig], services: [ServiceStatus], intents: [Intent],
        agent: ResidentRow? = nil, escalations: [RaisedEscalation]? = nil
    ) {
        self.escalations = escalations
        self.agent = agent
        self.stopped = stopped
        self.convoys = convoys
        self.rigs = rigs
        self.services = services
        self.intents = intents
    }
}
