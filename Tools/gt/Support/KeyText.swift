import TownModel
import Wire

/// Keys as people read of them.
enum KeyText {
    static func table(_ keys: [KeyHolder], _ screen: Screen) -> String {
        var table = TextTable()
        table.header("holder", "kind", "since", "hears", "sends", "")
        for key in keys {
            table.add(
                .init(key.holder, .cyan), .init(key.kind.rawValue), .init(screen.age(key.since), .dim),
                .init(hears(key.streams)), .init(sends(key.groups)), .init(besides(key), .dim))
        }
        return table.text(screen)
    }

    private static func besides(_ key: KeyHolder) -> String {
        if let session = key.session { return session.text }
        guard let publicKey = key.publicKey else { return "" }
        return (key.actor == .overseer ? "" : "as \(key.actor)  ") + publicKey.text
    }

    static func hears(_ streams: [StreamName]) -> String {
        streams.isEmpty ? "everything" : streams.map(\.description).joined(separator: ",")
    }

    static func sends(_ groups: [VerbGroup]) -> String {
        groups.isEmpty ? "nothing" : groups.map(\.rawValue).joined(separator: ",")
    }

    static func authorized(_ reply: KeyAuthorized) -> String {
        let key = reply.key
        let rights = "as \(key.actor): it hears \(hears(key.streams)) and sends \(sends(key.groups))"
        guard let before = reply.before else { return "\(key.name) is let in \(rights)" }
        if before == key { return "\(key.name) is let in already, \(rights)" }
        let old = before.publicKey == key.publicKey ? "" : "; its old public key is refused"
        return "\(key.name) is let in anew \(rights)\(old)"
    }

    /// The command that lets it in. Z85 has no single quote.
    static func authorization(_ key: OwnKeys.Made) -> String { "gt key authorize \(key.name) '\(key.publicKey)'" }
}

/// Who was refused what, in a line.
enum RefusalText {
    static func line(_ status: TownStatusReply, _ screen: Screen) -> String? {
        guard status.refusedCommands > 0 else { return nil }
        let count = "\(status.refusedCommands) \(status.refusedCommands == 1 ? "request was" : "requests were") refused"
        guard let refusals = status.refusals, let latest = refusals.first else { return count }
        let named = refusals.prefix(namedMax).map(text).joined(separator: ", ")
        let rest = refusals.count > namedMax ? " and \(refusals.count - namedMax) more" : ""
        return screen.plain("\(count), the last \(screen.age(latest.lastAt)) ago: \(named)\(rest)")
    }

    static func text(_ refusal: RefusalCount) -> String {
        "\(asker(refusal)) \(refusal.code.rawValue) ×\(refusal.count)"
    }

    static func asker(_ refusal: RefusalCount) -> String {
        if let key = refusal.key { return "key \(key)" }
        return refusal.actor?.description ?? "nobody"
    }

    /// What fits in a line.
    private static let namedMax = 3
}

extension ErrorCode {
    /// What to do about somebody who is refused for it; nil where that is a day's work, and nothing is wrong.
    var remedy: String? {
        switch self {
        case .forbidden: "gt events tells what it wanted; gt key list says what it may, docs/protocol.md who may what"
        case .staleToken: "two processes take the same post: gt doctor's locks, gt logs"
        case .unknownVerb: "two versions of gt are in use: install one of them anew"
        case .tooLarge, .invalid: "a program speaks the protocol wrongly: gt events tells which command"
        case .bug: "gt logs beads-store; please report it"
        case .notFound, .ambiguous, .conflict, .gone, .busy, .already, .version, .expired, .parked, .noLink, .away: nil
        }
    }
}
