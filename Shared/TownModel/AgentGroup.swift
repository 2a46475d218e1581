/// Several agents at once, as people write them: `@town`, `@rig/web`, `@polecats/web`, `@crew` …
package enum AgentGroup: Hashable, Sendable {
    case town
    case overseer
    case witnesses
    case refineries
    case dogs
    case rig(RigName)
    /// Of one rig, or of all.
    case polecats(RigName?)
    case crew(RigName?)

    package func contains(_ address: Address) -> Bool {
        switch (self, address) {
        case (.town, _): address != .store
        case (.overseer, .overseer), (.witnesses, .witness), (.refineries, .refinery), (.dogs, .dog): true
        case (.rig(let rig), _): address.rig == rig
        case (.polecats(let rig), .polecat(let home, _)), (.crew(let rig), .crew(let home, _)):
            rig == nil || rig == home
        default: false
        }
    }

    /// The rig that it names; nil for one of the whole town.
    package var rig: RigName? {
        switch self {
        case .rig(let rig): rig
        case .polecats(let rig), .crew(let rig): rig
        case .town, .overseer, .witnesses, .refineries, .dogs: nil
        }
    }

    /// For help and errors.
    package static let forms = [
        "@town", "@overseer", "@witnesses", "@refineries", "@dogs", "@rig/<rig>", "@polecats[/<rig>]", "@crew[/<rig>]",
    ]
}

extension AgentGroup: TextID {
    package var text: String {
        switch self {
        case .town: "@town"
        case .overseer: "@overseer"
        case .witnesses: "@witnesses"
        case .refineries: "@refineries"
        case .dogs: "@dogs"
        case .rig(let rig): "@rig/\(rig)"
        case .polecats(let rig): "@polecats" + (rig.map { "/\($0)" } ?? "")
        case .crew(let rig): "@crew" + (rig.map { "/\($0)" } ?? "")
        }
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rig = parts.count == 2 ? RigName(String(parts[1])) : nil
        guard rig != nil || parts.count == 1 else { return nil }
        switch (parts.first, rig) {
        case ("@town", nil): self = .town
        case ("@overseer", nil): self = .overseer
        case ("@witnesses", nil): self = .witnesses
        case ("@refineries", nil): self = .refineries
        case ("@dogs", nil): self = .dogs
        case ("@rig", let rig?): self = .rig(rig)
        case ("@polecats", let rig): self = .polecats(rig)
        case ("@crew", let rig): self = .crew(rig)
        default: return nil
        }
    }
}
