/// What belongs together when somebody is allowed something: each command is of one group, and a key or a role has whole
/// groups.
package enum VerbGroup: String, Hashable, Sendable, Codable, CaseIterable {
    /// Beads, their edges, gates, comments, bodies in parts.
    case bead
    /// Files of beads: imports, and what a sync agrees on.
    case file
    /// Mail, nudges, escalations.
    case mail
    /// Sling, unsling, convoys.
    case dispatch
    /// What a worker says of its own work.
    case work
    /// What a registered role says of its duty: claims, sessions, merges, intents.
    case role
    /// Rigs, the town's stop and thaw, settings.
    case town
    /// Who may speak here.
    case key
    /// The store's own.
    case store
}
