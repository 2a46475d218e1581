/// What it is that can be written to.
package enum CorrespondentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case overseer, mayor, deacon, dog, witness, refinery, polecat, crew
    /// Everybody of a kind or of a rig (`@crew`), or those whom somebody has put together (`group:reviewers`).
    case group
    case queue, channel
}

extension MailTarget {
    package var kind: CorrespondentKind {
        switch self {
        case .agent(let address): address.correspondentKind
        case .everybody, .group: .group
        case .queue: .queue
        case .channel: .channel
        }
    }
}

extension Address {
    package var correspondentKind: CorrespondentKind {
        switch self {
        case .overseer, .store: .overseer
        case .mayor: .mayor
        case .deacon, .boot: .deacon
        case .dog: .dog
        case .witness: .witness
        case .refinery: .refinery
        case .polecat: .polecat
        case .crew: .crew
        }
    }
}
