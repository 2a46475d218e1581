package import TownModel

/// Who speaks, and under which conditions. Unknown keys are ignored: new ones may appear.
package struct RequestHeaders: Hashable, Sendable, Codable {
    /// Whom the sender takes itself for; refused when the key says otherwise.
    package var actor: Address?
    /// The secret of a session, of the overseer or of a service.
    package var key: String?
    /// A role's name and token; both or neither.
    package var role: RoleName?
    /// As `role.register` gave it.
    package var token: Int64?
    /// Id of the event or timer that led to this.
    package var cause: String?
    /// Carried out only if these beads are at these versions.
    package var expect: [BeadID: Int64]?
    /// Answered only from a state that includes this sequence.
    package var atLeast: Int64?
    /// Not begun later than this many milliseconds after arrival.
    package var deadlineMilliseconds: Int64?
    /// Intents that this command settles, in the same transaction.
    package var closes: [CommandID]?

    package init(
        actor: Address? = nil, key: String? = nil, role: RoleName? = nil, token: Int64? = nil, cause: String? = nil,
        expect: [BeadID: Int64]? = nil, atLeast: Int64? = nil, deadlineMilliseconds: Int64? = nil,
        closes: [CommandID]? = nil
    ) {
        self.actor = actor
        self.key = key
        self.role = role
        self.token = token
        self.cause = cause
        self.expect = expect
        self.atLeast = atLeast
        self.deadlineMilliseconds = deadlineMilliseconds
        self.closes = closes
    }
}

package struct AnswerHeaders: Hashable, Sendable, Codable {
    /// The sequence this answer is true for.
    package var sequence: Int64
    /// Changes only when the ledger was restored from a backup.
    package var epoch: Int64
    /// The command had been carried out before; this is its first answer.
    package var already: Bool?
    /// With `busy`: try again after this many milliseconds.
    package var retryAfterMilliseconds: Int64?

    package init(sequence: Int64, epoch: Int64, already: Bool? = nil, retryAfterMilliseconds: Int64? = nil) {
        self.sequence = sequence
        self.epoch = epoch
        self.already = already
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}

// Headers travel with every message: they are put together and read without the general encoder and decoder, whose cost
// a lone command would feel. Whatever is not of the plain shape goes to the decoder, which has the last word.

extension RequestHeaders {
    var json: [UInt8] {
        guard expect == nil, closes == nil else { return JSONText.encode(self) }
        var members = JSONMembers()
        members.add("actor", actor?.description)
        members.add("atLeast", atLeast)
        members.add("cause", cause)
        members.add("deadlineMilliseconds", deadlineMilliseconds)
        members.add("key", key)
        members.add("role", role?.description)
        members.add("token", token)
        return members.closed()
    }

    /// Throws as `JSONText.decode` does.
    init(json: [UInt8]) throws(WireError) {
        guard let plain = PlainObject(json), let headers = RequestHeaders(plain) else {
            self = try JSONText.decode(RequestHeaders.self, from: json)
            return
        }
        self = headers
    }

    private init?(_ plain: PlainObject) {
        self.init()
        for member in plain.members {
            switch (member.key, member.value) {
            case ("actor", .text(let text)):
                guard let address = Address(text) else { return nil }
                actor = address
            case ("atLeast", .number(let number)): atLeast = number
            case ("cause", .text(let text)): cause = text
            case ("deadlineMilliseconds", .number(let number)): deadlineMilliseconds = number
            case ("key", .text(let text)): key = text
            case ("role", .text(let text)):
                guard let name = RoleName(text) else { return nil }
                role = name
            case ("token", .number(let number)): token = number
            default: return nil
            }
        }
    }
}

extension AnswerHeaders {
    var json: [UInt8] {
        var members = JSONMembers()
        if let already { members.add("already", json: Array((already ? "true" : "false").utf8)) }
        members.add("epoch", epoch)
        members.add("retryAfterMilliseconds", retryAfterMilliseconds)
        members.add("sequence", sequence)
        return members.closed()
    }

    /// Throws as `JSONText.decode` does.
    init(json: [UInt8]) throws(WireError) {
        guard let plain = PlainObject(json), let headers = AnswerHeaders(plain) else {
            self = try JSONText.decode(AnswerHeaders.self, from: json)
            return
        }
        self = headers
    }

    private init?(_ plain: PlainObject) {
        guard plain.members.count == 2, plain.members[0].key == "epoch",
            case .number(let epoch) = plain.members[0].value,
            plain.members[1].key == "sequence", case .number(let sequence) = plain.members[1].value
        else { return nil }
        self.init(sequence: sequence, epoch: epoch)
    }
}
