import Glibc
import Host
import TownModel
import ZeroMQBus

/// The keys of this user for towns elsewhere.
struct OwnKeys {
    let files: OwnKeyFiles

    /// What may be shown of one.
    struct Made: Encodable {
        var name: KeyName
        var publicKey: PublicKey
        var path: String
    }

    init(_ surroundings: Surroundings) throws(CommandFailure) {
        guard let files = OwnKeyFiles(environment: { surroundings.value($0) }) else {
            throw .configuration("neither XDG_CONFIG_HOME nor HOME says where your keys lie", hint: "set HOME")
        }
        self.files = files
    }

    func make(_ name: KeyName) throws(CommandFailure) -> Made {
        guard Address(name.text) == nil else {
            throw .usage("\(name) is somebody in every town: a key needs another name", hint: "e.g. the machine's")
        }
        let path = files.path(of: name)
        let pair = try pair()
        do {
            try files.add(pair.text, as: name)
        } catch .system(_, _, EEXIST) {
            throw CommandFailure(
                .refused, code: "conflict", "there is a key \(name) already, in \(path): it is left as it is",
                hint: "another name, or gt key rotate \(name)")
        } catch {
            throw CommandFailure(error)
        }
        return Made(name: name, publicKey: pair.publicKey, path: path)
    }

    /// The one that was made before, where there is one: it may be let in already.
    func makeNext(_ name: KeyName) throws(CommandFailure) -> Made {
        try require(name)
        let path = files.nextPath(of: name)
        do {
            if let secret = try files.nextSecret(of: name) { return try made(name, secret, path) }
            let pair = try pair()
            try files.addNext(pair.text, of: name)
            return Made(name: name, publicKey: pair.publicKey, path: path)
        } catch {
            throw CommandFailure(error)
        }
    }

    func finish(_ name: KeyName) throws(CommandFailure) -> Made {
        try require(name)
        do {
            guard let next = try files.nextSecret(of: name) else {
                throw CommandFailure(
                    .refused, code: "conflict", "no next key of \(name) was made", hint: "gt key rotate \(name)")
            }
            let taken = try made(name, next, files.path(of: name))
            try files.takeNext(of: name)
            return taken
        } catch {
            throw CommandFailure(error)
        }
    }

    private func require(_ name: KeyName) throws(CommandFailure) {
        guard files.has(name) else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no key \(name) of yours in \(files.directory)",
                hint: "gt key create \(name); a town's own keys are named by gt key list")
        }
    }

    private func made(_ name: KeyName, _ secret: String, _ path: String) throws(CommandFailure) -> Made {
        guard let key = CurveSecret(secret)?.publicKey else {
            throw CommandFailure(
                .configuration, code: "configuration", "\(path) has no secret key in it",
                hint: "move it away, then make a new one")
        }
        return Made(name: name, publicKey: key, path: path)
    }

    private func pair() throws(CommandFailure) -> CurveSecret {
        do {
            return try CurveSecret.fresh()
        } catch {
            throw .configuration("\(error)", hint: "install a libzmq with CURVE, as Debian's has it")
        }
    }
}
