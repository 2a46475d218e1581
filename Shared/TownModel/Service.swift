/// What is known of one service process, for `gt status`, `gt health` and the Deacon.
package struct ServiceStatus: Hashable, Sendable, Codable {
    /// `beads-store`, `mayor`, `gastown/witness` …
    package var name: String
    package var health: Health
    package var process: ProcessIdentity?
    package var token: Int64?
    /// When the store last heard it; nil if not since the store's start.
    package var heardAt: Timestamp?
    /// As it said then; nil of one that does not patrol.
    package var patrols: PatrolCount?

    package init(
        name: String, health: Health, process: ProcessIdentity? = nil, token: Int64? = nil, heardAt: Timestamp? = nil,
        patrols: PatrolCount? = nil
    ) {
        self.patrols = patrols
        self.name = name
        self.health = health
        self.process = process
        self.token = token
        self.heardAt = heardAt
    }
}

package enum Health: String, Hashable, Sendable, Codable, CaseIterable {
    case fine
    /// Heard once, but not for longer than three heartbeats; or its process has ended since, or is stopped.
    case silent
    /// Never heard of since the store's start: never shown as fine.
    case unknown
}
