package import TownModel

/// Says which process is the role now. The answer's token goes into every later command; older tokens are refused.
package struct RoleRegister: Command {
    package typealias Reply = RoleToken
    package static let verb = "role.register"
    package var role: RoleName
    package var process: ProcessIdentity
    /// Accept a role that another host held before.
    package var takeover: Bool

    package init(role: RoleName, process: ProcessIdentity, takeover: Bool = false) {
        self.role = role
        self.process = process
        self.takeover = takeover
    }
}

package struct RoleToken: Codable, Hashable, Sendable {
    package var token: Int64

    package init(token: Int64) { self.token = token }
}

/// The committed word before an effect outside the ledger. Id: `intend/<intent>/<token>.<n>`: an intent that was
/// settled may be opened again. Opening an open one changes nothing.
package struct IntentOpen: Command {
    package typealias Reply = Done
    package static let verb = "intent.open"
    package var intent: CommandID
    package var kind: String
    /// JSON text, the role's own.
    package var detail: String

    package init(intent: CommandID, kind: String, detail: String) {
        self.intent = intent
        self.kind = kind
        self.detail = detail
    }
}

/// The outcome is known and needs no other command. Id: `settle/<intent>/<token>.<n>`. (A command whose header `closes`
/// names the intent settles it too.)
package struct IntentSettle: Command {
    package typealias Reply = Done
    package static let verb = "intent.settle"
    package var intent: CommandID
    package var note: String

    package init(intent: CommandID, note: String) {
        self.intent = intent
        self.note = note
    }
}

/// A service is alive and its loop turns. Every 10 s; the store remembers the last one in memory only.
package struct ServiceHeartbeat: Signal {
    package static let verb = "service.heartbeat"
    package var service: String
    package var process: ProcessIdentity
    /// Turns of its loop so far: progress, not existence.
    package var turns: Int64
    /// Since the process began; nil of one that does not patrol.
    package var patrols: PatrolCount?

    package init(service: String, process: ProcessIdentity, turns: Int64, patrols: PatrolCount? = nil) {
        self.service = service
        self.process = process
        self.turns = turns
        self.patrols = patrols
    }
}

/// All the Deacon must know: one snapshot.
package struct DeaconList: Query {
    package typealias Reply = DeaconListing
    package static let verb = "deacon.list"

    package init() {}
}

package struct DeaconListing: Codable, Hashable, Sendable {
    package var stopped: Bool
    package var services: [ServiceStatus]
    package var rigs: [Rig]
    package var intents: [Intent]
    /// nil from a store that knows none.
    package var dogs: [ResidentRow]?
    /// Shut gates of molecules that the Deacon looks at, the first few by when they are due; nil: none.
    package var gates: [GateLook]?
    /// The town's own that were ever run or switched; nil from a store that knows none.
    package var plugins: [PluginState]?

    package init(
        stopped: Bool, services: [ServiceStatus], rigs: [Rig], intents: [Intent], dogs: [ResidentRow]? = nil,
        gates: [GateLook]? = nil, plugins: [PluginState]? = nil
    ) {
        self.plugins = plugins
        self.dogs = dogs
        self.gates = gates
        self.stopped = stopped
        self.services = services
        self.rigs = rigs
        self.intents = intents
    }
}
