/// Who writes letters, in kinds.
package enum LetterWriter: String, Hashable, Sendable, Codable, CaseIterable {
    case overseer, mayor, services, crew, polecats, dogs
    /// The store, for what its timers have found.
    case store

    package init(_ address: Address) {
        self =
            switch address {
            case .overseer: .overseer
            case .mayor: .mayor
            case .deacon, .boot, .witness, .refinery: .services
            case .crew: .crew
            case .polecat: .polecats
            case .dog: .dogs
            case .store: .store
            }
    }
}
