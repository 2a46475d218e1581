package import TownModel

/// Has the patrols of these services run now; their wait begins anew at its base. Live only: who does not hear it patrols
/// when his wait is over.
package struct PatrolWake: Signal {
    package static let verb = "patrol.wake"
    package static let topic = "~town.\(verb)"
    package var roles: [RoleName]
    /// Comes back in each `patrol.awake`.
    package var call: CommandID

    package init(roles: [RoleName], call: CommandID) {
        self.roles = roles
        self.call = call
    }
}

/// A service has heard `patrol.wake`, and its patrol runs.
package struct PatrolAwake: Signal {
    package static let verb = "patrol.awake"
    package var role: RoleName
    /// As in the `patrol.wake` that it heard.
    package var call: CommandID
    /// Before this one, since its process began.
    package var patrols: PatrolCount

    package init(role: RoleName, call: CommandID, patrols: PatrolCount) {
        self.role = role
        self.call = call
        self.patrols = patrols
    }

    package var topic: String { Self.topic(of: call) }

    package static func topic(of call: CommandID) -> String { "~town.\(verb).\(call)" }
}

/// The store was asked to read the configuration files, and has. Who reads files of the town's by himself does it too.
package struct ConfigReloaded: Signal {
    package static let verb = "config.reloaded"
    package static let topic = "~town.\(verb)"
    /// Files that could not be used.
    package var problems: Int

    package init(problems: Int) { self.problems = problems }
}
