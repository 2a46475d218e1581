package import TownModel

/// One of the processes that a supervisor keeps running: the store, or a role.
package enum TownService: Hashable, Sendable, CustomStringConvertible {
    case beadsStore
    case role(RoleName)

    /// As in logs, `gt up`, `gt health`: `beads-store`, `mayor`, `gastown/witness`.
    package var description: String {
        switch self {
        case .beadsStore: "beads-store"
        case .role(let role): role.description
        }
    }

    package init?(_ text: String) {
        if text == "beads-store" {
            self = .beadsStore
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
        }
    }

    package var rig: RigName? {
        switch self {
        case .beadsStore: nil
        case .role(let role): role.rig
        }
    }

    /// The executable, which lies beside `gt`.
    package var program: String {
        switch self {
        case .beadsStore: "gt-beads-store"
        case .role(.mayor): "gt-mayor"
        case .role(.deacon): "gt-deacon"
        case .role(.witness): "gt-witness"
        case .role(.refinery): "gt-refinery"
        }
    }

    /// What runs once in every town.
    package static let ofTown: [TownService] = [.beadsStore, .role(.mayor), .role(.deacon)]

    /// What runs once for each rig.
    package static func ofRig(_ rig: RigName) -> [TownService] { [.role(.witness(rig)), .role(.refinery(rig))] }
}
