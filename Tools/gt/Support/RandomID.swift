import TownModel

/// Ids of commands that a person gives: random, so that no two commands are taken for one.
enum RandomID {
    static func command() -> CommandID {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<20).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        guard let id = CommandID("c-" + String(digits)) else { preconditionFailure("letters and digits are valid") }
        return id
    }

    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz")
}
