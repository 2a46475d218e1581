/// Why a request was not carried out: the body of an `error` answer.
package struct WireError: Error, Hashable, Sendable, Codable {
    package var code: ErrorCode
    /// What happened and why, in one sentence, for a person.
    package var message: String
    /// What it is about: a bead's id, an agent's address, a verb.
    package var about: String?
    /// What to do next.
    package var hint: String?

    package init(_ code: ErrorCode, _ message: String, about: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.about = about
        self.hint = hint
    }
}

extension WireError {
    /// What a refusal is about when the key that was shown stands for nobody.
    private static let unknownKeyWord = "key"

    /// The key that was shown is no (more) known: who has read it from a file reads it there again.
    package static let unknownKey = WireError(
        .forbidden, "the key is not known to this town", about: unknownKeyWord,
        hint: "it belongs to another town, to a session that has ended, or it was rotated")

    package var isUnknownKey: Bool { code == .forbidden && about == Self.unknownKeyWord }
}

/// The catalogue of refusals. `docs/protocol.md` is checked against it.
package enum ErrorCode: String, Hashable, Sendable, Codable, CaseIterable {
    case unknownVerb = "unknown-verb"
    case invalid
    case notFound = "not-found"
    case ambiguous
    case conflict
    case staleToken = "stale-token"
    case forbidden
    case gone
    case busy
    case already
    case tooLarge = "too-large"
    case version
    case expired
    case parked
    case noLink = "no-link"
    case away
    case bug

    /// What it means and what to do, for the catalogue.
    package var sentence: String {
        switch self {
        case .unknownVerb: "The store does not know this verb: client and store are of different versions."
        case .invalid: "The request is malformed or breaks a rule of its fields: correct it."
        case .notFound: "What the request names does not exist: check the id or the name."
        case .ambiguous: "The name fits several things: write more of it."
        case .conflict: "The state of things does not allow it (the message names the holder): look, then decide."
        case .staleToken: "Another process of this role has registered since: this one must end."
        case .forbidden: "The speaker has no right to it, or did not say who it is."
        case .gone: "The cursor is older than the log, or beyond its head: list the state and go on from there."
        case .busy: "The store's queue is full: try again after the delay it names."
        case .already: "It was done before; nothing was changed."
        case .tooLarge: "The message is over a limit: send less, or in parts."
        case .version: "The bead has changed since it was read: read it again."
        case .expired: "The deadline passed before the store began: nothing was done."
        case .parked: "The rig is parked: unpark it first."
        case .noLink: "There is no link to that town."
        case .away: "The store did not answer."
        case .bug: "The store could not carry it out because of an error of its own: see its log."
        }
    }

    /// The exit status of a `gt` command that ends with this error (design: exit codes in docs/protocol.md).
    package var exitCode: Int32 {
        switch self {
        case .invalid, .tooLarge, .unknownVerb: 65
        case .notFound, .ambiguous, .conflict, .already, .version, .gone, .parked, .noLink: 1
        case .busy, .expired, .staleToken: 75
        case .forbidden: 77
        case .away: 69
        case .bug: 70
        }
    }
}
