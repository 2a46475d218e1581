import ArgumentParser
import TownModel

/// Whose patrols are meant: a service, a rig for both of its, a group for all of its services, `@all`.
enum WakeTarget: Hashable, ExpressibleByArgument {
    case all
    case role(RoleName)
    case rig(RigName)
    case group(AgentGroup)

    init?(argument: String) {
        if argument == "@all" {
            self = .all
        } else if let role = RoleName(argument) {
            self = .role(role)
        } else if let group = AgentGroup(argument) {
            self = .group(group)
        } else if let rig = RigName(argument) {
            self = .rig(rig)
        } else {
            return nil
        }
    }

    /// Of all services of the town those that are meant.
    ///
    /// - Throws: 1 when a rig is not there, 64 for a group that no service is in.
    func services(in town: [RoleName]) throws(CommandFailure) -> [RoleName] {
        let found = town.filter(includes)
        guard found.isEmpty else { return found }
        switch self {
        case .group(.overseer), .group(.dogs), .group(.polecats), .group(.crew):
            throw .usage("no service is in it", hint: "@witnesses, @refineries, @rig/<rig>, @town and @all have some")
        default: break
        }
        if let rig {
            throw CommandFailure(
                .refused, code: "not-found", "there is no rig \(rig) in this town", about: rig.text, hint: "gt rig list"
            )
        }
        throw CommandFailure(
            .refused, code: "not-found", "this town has no such service yet", about: "\(self)", hint: "gt rig add")
    }

    private func includes(_ role: RoleName) -> Bool {
        switch self {
        case .all: true
        case .role(let wanted): role == wanted
        case .rig(let rig): role.rig == rig
        case .group(let group): group.contains(role.address)
        }
    }

    private var rig: RigName? {
        switch self {
        case .all: nil
        case .role(let role): role.rig
        case .rig(let rig): rig
        case .group(let group): group.rig
        }
    }

    static var defaultCompletionKind: CompletionKind { IDCompletion.services }
}

/// One service that was to patrol.
struct WokenService: Encodable {
    let service: RoleName
    let heard: Bool
    /// Patrols before this one; nil of one that was not heard.
    let patrols: PatrolCount?
}
