/// A part of the event log that can be followed by itself: the town's, or one rig's.
package enum StreamName: Hashable, Sendable {
    case town
    case rig(RigName)

    package var rig: RigName? {
        switch self {
        case .town: nil
        case .rig(let rig): rig
        }
    }
}

extension StreamName: CustomStringConvertible, LosslessStringConvertible {
    package var description: String {
        switch self {
        case .town: "town"
        case .rig(let rig): rig.text
        }
    }

    package init?(_ text: String) {
        if text == "town" {
            self = .town
        } else if let rig = RigName(text) {
            self = .rig(rig)
        } else {
            return nil
        }
    }
}

extension StreamName: Comparable {
    package static func < (left: StreamName, right: StreamName) -> Bool { left.description < right.description }
}

extension StreamName: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = StreamName(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a stream: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
