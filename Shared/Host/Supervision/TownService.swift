package import TownModel

/// One of the processes that a supervisor keeps running: the store, a role, the tmux server.
package enum TownService: Hashable, Sendable, CustomStringConvertible {
    case beadsStore
    case role(RoleName)
    /// Not on the bus, and watched apart from the others: it goes on as long as an agent runs in it.
    case tmux

    /// As in logs, `gt up`, `gt health`: `beads-store`, `mayor`, `gastown/witness`.
    package var description: String {
        switch self {
        case .beadsStore: "beads-store"
        case .role(let role): role.description
        case .tmux: "tmux"
        }
    }

    package init?(_ text: String) {
        if text == "beads-store" {
            self = .beadsStore
        } else if text == "tmux" {
            self = .tmux
        } else if let role = RoleName(text) {
            self = .role(role)
        } else {
            return nil
        }
    }

    /// The name as one path component.
    package var fileName: String {
        switch self {
        case .beadsStore: "beads-store"
        case .role(let role): TownLayout.fileName(role)
        case .tmux: "tmux"
        }
    }

    package var rig: RigName? {
        switch self {
        case .beadsStore, .tmux: nil
        case .role(let role): role.rig
        }
    }

    /// The executable; all but tmux lie beside `gt`.
    package var program: String {
        switch self {
        case .beadsStore: "gt-beads-store"
        case .role(.mayor): "gt-mayor"
        case .role(.deacon): "gt-deacon"
        case .role(.witness): "gt-witness"
        case .role(.refinery): "gt-refinery"
        case .tmux: "tmux"
        }
    }

    /// What runs once in every town and speaks on the bus.
    package static let ofTown: [TownService] = [.beadsStore, .role(.mayor), .role(.deacon)]

    /// What runs once for each rig.
    package static func ofRig(_ rig: RigName) -> [TownService] { [.role(.witness(rig)), .role(.refinery(rig))] }
}
