/// Who can be spoken to: every role, worker and person of a town.
///
/// The kind is part of the address, so a crew member and a polecat of one name are two. Text form as in
/// `gastown/polecats/nux`, `mayor/`, `overseer`.
package enum Address: Hashable, Sendable {
    case overseer
    case mayor
    case deacon
    case boot
    case dog(AgentName)
    case witness(RigName)
    case refinery(RigName)
    case polecat(RigName, AgentName)
    case crew(RigName, AgentName)
    /// The store itself, as the actor of what its timers do. Nobody can write to it.
    case store

    /// The rig this agent lives in; nil for those of the town.
    package var rig: RigName? {
        switch self {
        case .witness(let rig), .refinery(let rig), .polecat(let rig, _), .crew(let rig, _): rig
        case .overseer, .mayor, .deacon, .boot, .dog, .store: nil
        }
    }

    /// A worker's own name; nil for roles and persons.
    package var name: AgentName? {
        switch self {
        case .dog(let name), .polecat(_, let name), .crew(_, let name): name
        case .overseer, .mayor, .deacon, .boot, .witness, .refinery, .store: nil
        }
    }

    /// Whether a bead can be hung on a hook of this address.
    package var hasHook: Bool {
        switch self {
        case .mayor, .dog, .polecat, .crew: true
        case .overseer, .deacon, .boot, .witness, .refinery, .store: false
        }
    }

    package var isDog: Bool { if case .dog = self { true } else { false } }

    /// An agent that was given work, in a session of its own.
    package var isWorker: Bool {
        switch self {
        case .polecat, .dog: true
        case .overseer, .mayor, .deacon, .boot, .witness, .refinery, .crew, .store: false
        }
    }
}

extension Address: CustomStringConvertible, LosslessStringConvertible {
    package var description: String {
        switch self {
        case .overseer: "overseer"
        case .mayor: "mayor/"
        case .deacon: "deacon/"
        case .boot: "deacon/boot"
        case .dog(let name): "deacon/dogs/\(name)"
        case .witness(let rig): "\(rig)/witness"
        case .refinery(let rig): "\(rig)/refinery"
        case .polecat(let rig, let name): "\(rig)/polecats/\(name)"
        case .crew(let rig, let name): "\(rig)/crew/\(name)"
        case .store: "store"
        }
    }

    /// Reads a full address. Shorthands (`mayor`, `gastown/nux`) are resolved by the client, which knows who exists.
    package init?(_ text: String) {
        switch text {
        case "overseer": self = .overseer
        case "mayor/", "mayor": self = .mayor
        case "deacon/", "deacon": self = .deacon
        case "deacon/boot": self = .boot
        case "store": self = .store
        default:
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 3, parts[0] == "deacon", parts[1] == "dogs", let name = AgentName(parts[2]) {
                self = .dog(name)
                return
            }
            guard parts.count >= 2, let rig = RigName(parts[0]) else { return nil }
            switch (parts.count, parts[1]) {
            case (2, "witness"): self = .witness(rig)
            case (2, "refinery"): self = .refinery(rig)
            case (3, "polecats"):
                guard let name = AgentName(parts[2]) else { return nil }
                self = .polecat(rig, name)
            case (3, "crew"):
                guard let name = AgentName(parts[2]) else { return nil }
                self = .crew(rig, name)
            default: return nil
            }
        }
    }
}

extension Address: Comparable {
    package static func < (left: Address, right: Address) -> Bool { left.description < right.description }
}

extension Address: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Address(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an address: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
