import TownModel

/// An id that a test knows to be valid.
func valid<ID: TextID>(_ type: ID.Type, _ text: String) -> ID {
    guard let id = ID(text) else { preconditionFailure("\(text) is no valid \(type)") }
    return id
}
