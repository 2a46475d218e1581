package import TownModel

/// Answered by the thread that owns the sockets, without the ledger: is anybody there?
package struct Ping: Query {
    package typealias Reply = Done
    package static let verb = "ping"

    package init() {}
}

/// Registers a rig whose directory and bare clone are made already. The store reads its `rig.toml`.
package struct RigAdd: Command {
    package typealias Reply = RigReply
    package static let verb = "rig.add"
    package var name: RigName
    package var prefix: String
    package var remote: String?

    package init(name: RigName, prefix: String, remote: String?) {
        self.name = name
        self.prefix = prefix
        self.remote = remote
    }
}

/// Parks a rig, takes it back to work, or removes it from the town; its beads and its directory stay.
package struct RigSetState: Command {
    package typealias Reply = RigReply
    package static let verb = "rig.state"
    package var name: RigName
    package var state: RigState

    package init(name: RigName, state: RigState) {
        self.name = name
        self.state = state
    }
}

package struct RigReply: Codable, Hashable, Sendable {
    package var rig: Rig

    package init(rig: Rig) { self.rig = rig }
}

/// Every rig, the removed ones too.
package struct RigList: Query {
    package typealias Reply = RigPage
    package static let verb = "rig.list"

    package init() {}
}

package struct RigPage: Codable, Hashable, Sendable {
    package var rigs: [Rig]
    /// Of the town's own beads.
    package var townPrefix: TownPrefix

    package init(rigs: [Rig], townPrefix: TownPrefix) {
        self.rigs = rigs
        self.townPrefix = townPrefix
    }
}

/// What the files of `config/` and `rigs/*/rig.toml` say now; a bad file keeps the old settings and is named.
/// Made by the store itself at start and on `config.reload`.
package struct ConfigApply: Command {
    package typealias Reply = Done
    package static let verb = "config.apply"
    /// nil: one of the town's own files.
    package var rig: RigName?
    /// Which of those; nil: `config/town.toml`.
    package var file: TownConfigFile?
    package var settings: RigSettings?
    package var townName: String?
    /// Of the town's own beads.
    package var townPrefix: TownPrefix?
    /// What `config/town.toml` says about agents.
    package var townAgents: AgentSettings?
    /// What `config/town.toml` says about names; nil: nothing.
    package var townNames: NameSettings?
    /// How many dogs there are at most.
    package var townDogs: Int?
    /// How much may run at once; nil: the file says nothing about it.
    package var townLimits: TownLimits?
    /// All of `config/agents.toml`.
    package var presets: [AgentPreset]?
    /// All of `config/escalation.toml`.
    package var escalation: EscalationSettings?
    /// SHA-256 of the file.
    package var hash: String
    /// The file could not be used: why.
    package var problem: String?

    package init(
        rig: RigName? = nil, file: TownConfigFile? = nil, settings: RigSettings? = nil, townName: String? = nil,
        townPrefix: TownPrefix? = nil, townAgents: AgentSettings? = nil, presets: [AgentPreset]? = nil, hash: String,
        problem: String? = nil, townDogs: Int? = nil, townNames: NameSettings? = nil, townLimits: TownLimits? = nil,
        escalation: EscalationSettings? = nil
    ) {
        self.townNames = townNames
        self.townLimits = townLimits
        self.escalation = escalation
        self.townDogs = townDogs
        self.rig = rig
        self.file = file
        self.settings = settings
        self.townName = townName
        self.townPrefix = townPrefix
        self.townAgents = townAgents
        self.presets = presets
        self.hash = hash
        self.problem = problem
    }
}

/// One of the files in `config/`.
package enum TownConfigFile: String, Hashable, Sendable, Codable, CaseIterable {
    case town
    case agents
    case escalation
}

/// Asks the store to read the configuration files again.
package struct ConfigReload: Query {
    package typealias Reply = ConfigReport
    package static let verb = "config.reload"

    package init() {}
}

package struct ConfigReport: Codable, Hashable, Sendable {
    /// One line a file that could not be used.
    package var problems: [String]

    package init(problems: [String]) { self.problems = problems }
}

/// The ledger's side of `gt estop`: the file `.gt/ESTOP` was written before.
package struct TownStop: Command {
    package typealias Reply = Done
    package static let verb = "town.stop"
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// Lets a stopped town go on.
package struct TownThaw: Command {
    package typealias Reply = Done
    package static let verb = "town.thaw"

    package init() {}
}

/// Who am I to the store? By the key in the headers and the peer's process.
package struct WhoAmI: Query {
    package typealias Reply = WhoAmIReply
    package static let verb = "town.whoami"

    package init() {}
}

package struct WhoAmIReply: Codable, Hashable, Sendable {
    /// nil: a reader without a key.
    package var actor: Address?
    package var session: Incarnation?
    package var town: String
    package var townID: String
    /// Set where the speaker is told more or less than others.
    package var attention: Attention?

    package init(
        actor: Address?, session: Incarnation?, town: String, townID: String, attention: Attention? = nil
    ) {
        self.attention = attention
        self.actor = actor
        self.session = session
        self.town = town
        self.townID = townID
    }
}

/// Who exists, for resolving shorthands: every agent that ever had a hook, and the roles of every rig.
package struct Directory: Query {
    package typealias Reply = DirectoryReply
    package static let verb = "town.directory"

    package init() {}
}

package struct DirectoryReply: Codable, Hashable, Sendable {
    package var addresses: [Address]
    /// Groups, queues and channels that somebody has made; nil: from a store that knows of none.
    package var lists: [MailTarget]?

    package init(addresses: [Address], lists: [MailTarget]? = nil) {
        self.addresses = addresses
        self.lists = lists
    }
}

/// The whole town at a glance: one snapshot.
package struct TownStatus: Query {
    package typealias Reply = TownStatusReply
    package static let verb = "town.status"

    package init() {}
}

package struct TownStatusReply: Codable, Hashable, Sendable {
    package var town: String
    package var townID: String
    package var stopped: String?
    package var services: [ServiceStatus]
    package var rigs: [RigStatus]
    package var convoys: [Convoy]
    /// Unread letters in the overseer's inbox.
    package var overseerUnread: Int
    package var refusedCommands: Int
    /// How the ledger was restored, until somebody has compared it with the world (`town.reconcile`).
    package var restored: String?
    /// Of whom and why, the latest first; nil when there are none. Questions that were forbidden count too.
    package var refusals: [RefusalCount]?
    /// Of the overseer's unread letters, those that are urgent or high.
    package var overseerUrgent: Int?

    package init(
        town: String, townID: String, stopped: String?, services: [ServiceStatus], rigs: [RigStatus],
        convoys: [Convoy], overseerUnread: Int, refusedCommands: Int, restored: String? = nil,
        refusals: [RefusalCount]? = nil, overseerUrgent: Int? = nil
    ) {
        self.overseerUrgent = overseerUrgent
        self.town = town
        self.townID = townID
        self.stopped = stopped
        self.services = services
        self.rigs = rigs
        self.convoys = convoys
        self.overseerUnread = overseerUnread
        self.refusedCommands = refusedCommands
        self.restored = restored
        self.refusals = refusals
    }
}

package struct RigStatus: Codable, Hashable, Sendable {
    package var rig: Rig
    /// Beads by disposition, without the closed ones.
    package var beads: [String: Int]
    package var queued: Int
    package var polecats: [PolecatRow]
    package var requests: [MergeRequest]

    package init(rig: Rig, beads: [String: Int], queued: Int, polecats: [PolecatRow], requests: [MergeRequest]) {
        self.rig = rig
        self.beads = beads
        self.queued = queued
        self.polecats = polecats
        self.requests = requests
    }
}
