import Bus
import Configuration
import Host
import TownModel
import ZeroMQBus

/// A town on another machine, as this user knows it.
struct RemoteTown {
    let name: RemoteName
    let file: RemoteFile
    let secret: CurveSecret

    init(_ name: RemoteName, _ folder: UserFolder) throws(CommandFailure) {
        self.name = name
        file = try Self.file(name, folder)
        secret = try Self.secret(file.key, folder)
    }

    func connect() throws(BusError) -> any MessageBus {
        try ZeroMQBus(
            requests: file.requests, feed: file.feed, identity: CurveIdentity(town: file.townKey, secret: secret))
    }

    static func names(_ folder: UserFolder) -> [RemoteName] {
        Files.names(in: folder.remotes).filter { $0.hasSuffix(".toml") }
            .compactMap { RemoteName(String($0.dropLast(".toml".count))) }.sorted()
    }

    static func file(_ name: RemoteName, _ folder: UserFolder) throws(CommandFailure) -> RemoteFile {
        let path = folder.remote(name)
        guard Files.exists(path) else {
            let known = names(folder)
            throw CommandFailure(
                .configuration, code: "not-found", "you know no remote town \(name)", about: name.text,
                hint: known.isEmpty
                    ? "gt remote add \(name) tcp://<host>:<port> <town key>"
                    : "you know \(known.map(\.text).joined(separator: ", "))")
        }
        do {
            return try RemoteFile.parse(try Files.readText(path), path: path)
        } catch {
            throw .configuration("\(error)", hint: "gt remote add \(name) … writes it anew")
        }
    }

    static func secret(_ key: KeyName, _ folder: UserFolder) throws(CommandFailure) -> CurveSecret {
        guard folder.keys.has(key) else {
            throw .configuration("you have no key \(key)", hint: "gt key create \(key)")
        }
        let text: String
        do {
            text = try folder.keys.secret(of: key)
        } catch {
            throw CommandFailure(error)
        }
        guard let secret = CurveSecret(text) else {
            throw .configuration(
                "\(folder.keys.path(of: key)) has no secret key in it", hint: "move it away, then gt key create \(key)")
        }
        return secret
    }
}
