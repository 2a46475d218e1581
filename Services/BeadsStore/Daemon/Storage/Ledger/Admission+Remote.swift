internal import TownModel
internal import Wire

/// Who comes over TCP: his key's name is proven by the handshake, what it may is in the ledger, and nothing that he says
/// of himself gives him more.
extension Admission {
    mutating func remote(_ name: KeyName, _ headers: RequestHeaders) throws(LedgerError) -> Speaker {
        guard let key = try remoteKey(name) else {
            throw .refuse(
                .forbidden, "the key \(name) is not, or no more, let in here", about: name.text,
                hint: "in the town: gt key authorize \(name) PUBLIC-KEY")
        }
        recognise(key.actor)
        guard headers.key == nil, headers.role == nil, headers.token == nil else {
            throw .refuse(
                .forbidden,
                "the key \(name) speaks for \(key.actor) by itself: a secret or a role of this town is not taken from "
                    + "afar", about: name.text, hint: "send neither key nor role nor token over TCP")
        }
        if let claimed = headers.actor, claimed != key.actor {
            throw .refuse(
                .forbidden, "the key \(name) is let in for \(key.actor), not for \(claimed)", about: name.text,
                hint: "in the town: gt key authorize \(name) \(key.publicKey) --as ADDRESS")
        }
        return Speaker(actor: key.actor, remote: key)
    }

    /// Read again with every batch and every question: a key that was revoked speaks no more.
    private func remoteKey(_ name: KeyName) throws(LedgerError) -> RemoteKey? {
        do {
            return try database.remoteKey(name)?.key
        } catch {
            throw .failed(error)
        }
    }

    /// Whether a remote's key has what this group takes.
    static func check(_ key: RemoteKey, sends group: VerbGroup, verb: String) throws(LedgerError) {
        guard Rights.groups(ofRemoteFor: key.actor).contains(group) else {
            throw .refuse(
                .forbidden, "the key \(key.name) may not send \(verb): no remote may (group \(group.rawValue))",
                about: key.name.text, hint: "run it in the town itself")
        }
        guard key.groups.contains(group) else {
            throw .refuse(
                .forbidden, "the key \(key.name) may not send \(verb) (group \(group.rawValue)): \(key.sends)",
                about: key.name.text, hint: key.remedy(allowing: group))
        }
    }

    /// Whether a remote may ask this.
    static func check(_ key: RemoteKey, asks request: Request) throws(LedgerError) {
        if let group = VerbGroup(neededByRemoteFor: request.verb), !key.groups.contains(group) {
            throw .refuse(
                .forbidden, "the key \(key.name) may not ask \(request.verb) (group \(group.rawValue)): \(key.sends)",
                about: key.name.text, hint: key.remedy(allowing: group))
        }
        guard !key.streams.isEmpty else { return }
        let streams = key.streams.map(\.description).joined(separator: ", ")
        guard VerbGroup.askedByStreamKeys.contains(request.verb) else {
            throw .refuse(
                .forbidden, "the key \(key.name) hears \(streams) and asks for nothing but their events",
                about: key.name.text, hint: key.remedy(allowing: nil))
        }
        guard request.verb == EventsSince.verb else { return }
        let asked: [StreamName]
        do throws(WireError) {
            asked = try JSONText.decode(EventsSince.self, from: request.body).streams
        } catch {
            throw .refused(error)
        }
        guard !asked.isEmpty, asked.allSatisfy(key.streams.contains) else {
            let wanted = asked.isEmpty ? "all streams" : asked.map(\.description).joined(separator: ", ")
            throw .refuse(
                .forbidden, "the key \(key.name) hears \(streams), not \(wanted)", about: key.name.text,
                hint: "ask for its streams by name, or in the town: \(key.authorization(groups: key.groups))")
        }
    }
}

extension RemoteKey {
    fileprivate var sends: String {
        groups.isEmpty ? "it only reads" : "it sends \(groups.map(\.rawValue).joined(separator: ", "))"
    }

    /// The command that would let it in with this group too (nil: with all streams).
    fileprivate func remedy(allowing group: VerbGroup?) -> String {
        let wanted = group.map { groups.contains($0) ? groups : groups + [$0] } ?? groups
        return "in the town: " + authorization(groups: wanted)
    }

    fileprivate func authorization(groups: [VerbGroup]) -> String {
        let allowed = groups.isEmpty ? "" : " --allow " + groups.map(\.rawValue).joined(separator: ",")
        let person = actor == .overseer ? "" : " --as \(actor)"
        return "gt key authorize \(name) '\(publicKey)'\(allowed)\(person)"
    }
}

extension Speaker {
    /// Whether what is this actor's own is shown: letters and words to it. A remote must have been given that.
    func mayRead(_ group: VerbGroup) -> Bool { remote.map { $0.groups.contains(group) } ?? true }
}
