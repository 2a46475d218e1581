import Host
import TownModel

/// What a user has of his own, whatever the town: keys to show to towns elsewhere, and where those are.
struct UserFolder {
    let path: String

    /// Throws 78 where there is neither XDG_CONFIG_HOME nor HOME.
    init(_ surroundings: Surroundings) throws(CommandFailure) {
        if let folder = surroundings.value("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            path = "\(folder)/gastown"
        } else if let home = surroundings.value("HOME"), home.hasPrefix("/") {
            path = "\(home)/.config/gastown"
        } else {
            throw .configuration("there is no folder for your keys and remotes", hint: "set HOME or XDG_CONFIG_HOME")
        }
    }

    var keys: String { "\(path)/keys" }
    var remotes: String { "\(path)/remotes" }

    func key(_ name: KeyName) -> String { "\(keys)/\(name)" }
    func remote(_ name: RemoteName) -> String { "\(remotes)/\(name).toml" }
}

/// The name that a user has given to a town elsewhere: same alphabet as a key's.
typealias RemoteName = KeyName
