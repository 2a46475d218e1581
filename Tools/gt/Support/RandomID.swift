import Host
import TownModel

/// Ids of commands that a person gives: random, so that no two commands are taken for one.
enum RandomID {
    static func command() -> CommandID {
        guard let id = CommandID("c-" + RandomText.digits(20, of: RandomText.base36)) else {
            preconditionFailure("letters and digits are valid")
        }
        return id
    }
}
