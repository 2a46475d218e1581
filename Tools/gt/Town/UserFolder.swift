import Host
import TownModel

/// What a user has of his own, whatever the town: keys to show to towns elsewhere, and where those are.
struct UserFolder {
    let keys: OwnKeyFiles

    /// Throws 78 where there is neither XDG_CONFIG_HOME nor HOME.
    init(_ surroundings: Surroundings) throws(CommandFailure) { keys = try OwnKeys(surroundings).files }

    var remotes: String { "\(keys.parent)/remotes" }

    func remote(_ name: RemoteName) -> String { "\(remotes)/\(name).toml" }
}

/// The name that a user has given to a town elsewhere: same alphabet as a key's.
typealias RemoteName = KeyName
