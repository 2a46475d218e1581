/// What belongs together when somebody is allowed something: each command is of one group, and a key or a role has whole
/// groups.
package enum VerbGroup: String, Hashable, Sendable, Codable, CaseIterable {
    /// Beads, their edges, gates, comments, bodies in parts, settings kept beside them.
    case bead
    /// Files of beads: imports, and what a sync agrees on.
    case file
    /// Mail, nudges, escalations, and who is told when a convoy lands.
    case mail
    /// Sling, unsling, convoys.
    case dispatch
    /// What a worker says of its own work.
    case work
    /// Running plugins, and switching them on and off.
    case plugin
    /// A service takes its post.
    case register
    /// What a registered role says of its duty: claims, sessions, merges, intents.
    case role
    /// Rigs, crew and their sessions, letting a stopped town go on.
    case town
    /// Stopping the town.
    case stop
    /// Who may speak here.
    case key
    /// The store's own.
    case store
}
