/// One of the processes that decide: each exists once, holds a lock where its hands are and a token in the ledger.
package enum RoleName: Hashable, Sendable {
    case mayor
    case deacon
    case witness(RigName)
    case refinery(RigName)

    /// The actor that this role's commands come from.
    package var address: Address {
        switch self {
        case .mayor: .mayor
        case .deacon: .deacon
        case .witness(let rig): .witness(rig)
        case .refinery(let rig): .refinery(rig)
        }
    }

    package var rig: RigName? { address.rig }

    /// The one stream whose events concern this role.
    package var stream: StreamName { rig.map(StreamName.rig) ?? .town }
}

extension RoleName: CustomStringConvertible, LosslessStringConvertible {
    /// `mayor`, `gastown/witness`: the service's name everywhere (logs, `gt up`, `gt health`).
    package var description: String {
        switch self {
        case .mayor: "mayor"
        case .deacon: "deacon"
        case .witness(let rig): "\(rig)/witness"
        case .refinery(let rig): "\(rig)/refinery"
        }
    }

    package init?(_ text: String) {
        switch Address(text) {
        case .mayor: self = .mayor
        case .deacon: self = .deacon
        case .witness(let rig): self = .witness(rig)
        case .refinery(let rig): self = .refinery(rig)
        default: return nil
        }
    }
}

extension RoleName: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = RoleName(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a role: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
