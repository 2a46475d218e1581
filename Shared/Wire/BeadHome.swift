package import TownModel

/// Which ledger part is meant: the town's own beads, or a rig's. Text: `hq` or the rig's name.
package enum BeadHome: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    case hq
    case rig(RigName)

    package init?(_ text: String) {
        if text == "hq" {
            self = .hq
        } else if let rig = RigName(text) {
            self = .rig(rig)
        } else {
            return nil
        }
    }

    /// nil for the town's own.
    package var rig: RigName? {
        switch self {
        case .hq: nil
        case .rig(let rig): rig
        }
    }

    /// The stream that events about its beads are in.
    package var stream: StreamName { rig.map(StreamName.rig) ?? .town }

    package var description: String {
        switch self {
        case .hq: "hq"
        case .rig(let rig): rig.text
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = BeadHome(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "neither hq nor a rig: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
