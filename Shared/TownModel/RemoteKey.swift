/// The name that a remote's key has in this town, e.g. `laptop`: same alphabet as a rig's name.
package struct KeyName: TextID {
    package let text: String

    package init?(_ text: String) {
        guard IDAlphabet.isName(text) else { return nil }
        self.text = text
    }
}

/// A CURVE public key as people pass it on: 40 characters of Z85 (ZeroMQ RFC 32), for 32 bytes.
package struct PublicKey: TextID {
    package let text: String

    private static let alphabet = Set(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

    /// Whether the five characters of each group stand for a number of 32 bits is looked at by libzmq.
    package init?(_ text: String) {
        guard text.utf8.count == 40, text.utf8.allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = text
    }
}

/// Who may reach the town over TCP, and what he may there.
package struct RemoteKey: Hashable, Sendable, Codable {
    package var name: KeyName
    package var publicKey: PublicKey
    /// In whose name it speaks: the overseer's or a crew member's.
    package var actor: Address
    /// Its commands: whole groups, of those its actor may. None: it only reads.
    package var groups: [VerbGroup]
    /// What it hears: these streams, and nothing else may be asked; empty: everything.
    package var streams: [StreamName]

    package init(
        name: KeyName, publicKey: PublicKey, actor: Address = .overseer, groups: [VerbGroup] = [],
        streams: [StreamName] = []
    ) {
        self.name = name
        self.publicKey = publicKey
        self.actor = actor
        self.groups = groups
        self.streams = streams
    }
}
