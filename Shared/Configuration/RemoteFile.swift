package import TownModel

/// How a user reaches a town on another machine: what `gt remote add` writes, one file a town.
package struct RemoteFile: Hashable, Sendable {
    package var requests: TCPAddress
    package var feed: TCPAddress
    /// The town's, as `gt bus` there shows it: who answers with another is not that town.
    package var townKey: PublicKey
    /// Which of the user's own keys is shown there.
    package var key: KeyName

    package init(requests: TCPAddress, feed: TCPAddress, townKey: PublicKey, key: KeyName) {
        self.requests = requests
        self.feed = feed
        self.townKey = townKey
        self.key = key
    }

    /// As TOML; `parse` gives the same back.
    package var text: String {
        """
        endpoint = "\(requests)"
        feed = "\(feed)"
        town_key = '\(townKey)'
        key = "\(key)"

        """
    }

    /// `path` is for messages only.
    package static func parse(_ text: String, path: String) throws(ConfigurationError) -> RemoteFile {
        let table = try StrictTable(text: text, path: path)
        try table.checkKeys(ConfigurationKey.remote)
        return RemoteFile(
            requests: try read("endpoint", table, "tcp://<host>:<port>"),
            feed: try read("feed", table, "tcp://<host>:<port>"),
            townKey: try read("town_key", table, "40 characters of Z85, as gt bus shows them there"),
            key: try read("key", table, "the name of a key that gt key create made"))
    }

    private static func read<Value: TextID>(
        _ key: String, _ table: StrictTable, _ shape: String
    ) throws(ConfigurationError) -> Value {
        let text = try table.required(key)
        guard let value = Value(text) else { throw table.failure("\"\(key)\" is \(shape), not \"\(text)\"") }
        return value
    }
}

extension ConfigurationKey {
    /// Of a remote's file.
    static let remote: [ConfigurationKey] = [
        ("endpoint", "tcp://<host>:<port>", "Where the town takes requests."),
        ("feed", "tcp://<host>:<port>", "Where it publishes its events."),
        ("town_key", "40 characters", "The town's public key."),
        ("key", "a name", "The user's own key."),
    ].map { ConfigurationKey(name: $0.0, shape: $0.1, standard: nil, sentence: $0.2) }
}
