package import TownModel

/// A command whose answer nobody waits for: while the store is away it may wait in the spool.
package protocol SpoolableCommand: Command {}

extension MailSend: SpoolableCommand {}
extension NudgeSend: SpoolableCommand {}
extension NudgeBroadcast: SpoolableCommand {}
extension EscalationRaise: SpoolableCommand {}
extension WorkDone: SpoolableCommand {}
extension PluginEnded: SpoolableCommand {}
extension BeadUpdate: SpoolableCommand {}
extension BeadClose: SpoolableCommand {}

/// One command of the spool, as it lies in its file: with the actor that the key stood for, never with the key.
package struct SpooledCommand: Hashable, Sendable, Codable {
    /// Of the file's format. A reader of another version sets the file aside.
    package static let version = 1
    /// What may wait in the spool, and nothing else.
    package static let verbs: Set<String> = [
        MailSend.verb, NudgeSend.verb, NudgeBroadcast.verb, EscalationRaise.verb, WorkDone.verb, BeadUpdate.verb,
        BeadClose.verb, PluginEnded.verb,
    ]

    package var version: Int
    package var id: CommandID
    package var verb: String
    package var actor: Address
    /// The session that the actor spoke in; nil for the overseer.
    package var session: Incarnation?
    /// When its sender was told that it is accepted.
    package var acceptedAt: Timestamp
    /// How often a person has put it back after it was refused.
    package var retries: Int
    /// Without key and deadline.
    package var headers: RequestHeaders
    /// The very JSON that would have been sent: the same id with other bytes is another command.
    package var body: String

    package init<C: SpoolableCommand>(
        _ command: C, id: CommandID, actor: Address, session: Incarnation?, acceptedAt: Timestamp
    ) {
        version = Self.version
        self.id = id
        verb = C.verb
        self.actor = actor
        self.session = session
        self.acceptedAt = acceptedAt
        retries = 0
        headers = RequestHeaders()
        body = String(decoding: JSONText.encode(command), as: UTF8.self)
    }

    /// Throws for what is no entry, or one of another version.
    package init(file bytes: [UInt8]) throws(WireError) {
        let version = try JSONText.decode(Format.self, from: bytes).version
        guard version == Self.version else {
            throw WireError(.invalid, "it is of version \(version), and this program reads version \(Self.version)")
        }
        self = try JSONText.decode(SpooledCommand.self, from: bytes)
    }

    package var file: [UInt8] { JSONText.encode(self) + [UInt8(ascii: "\n")] }

    /// What is carried out. Its sender has gone, and with it the deadline; a role never speaks by the spool.
    package var request: Request {
        let headers = RequestHeaders(cause: headers.cause, expect: headers.expect, atLeast: headers.atLeast)
        return Request(id: id, kind: .command, verb: verb, headers: headers, body: Array(body.utf8))
    }

    private struct Format: Decodable {
        var version: Int
    }
}

/// Why an entry of the spool was set aside: lies beside it.
package struct SpoolRefusal: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var error: WireError

    package init(at: Timestamp, error: WireError) {
        self.at = at
        self.error = error
    }
}
