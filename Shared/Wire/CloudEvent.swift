package import TownModel

/// The JSON form of a `TownEvent`: CloudEvents 1.0, structured mode, with our extensions.
package struct CloudEvent: Codable, Hashable, Sendable {
    /// `1.0`.
    package var specversion: String
    /// `<epoch>-<sequence>`.
    package var id: String
    /// The town.
    package var source: String
    /// `gastown.<kind>.v1`.
    package var type: String
    /// What it is about, e.g. a bead's id.
    package var subject: String
    package var time: Timestamp
    /// `application/json`.
    package var datacontenttype: String
    package var data: EventData
    /// Extension, as all that follow: its number in the town, as text, as CloudEvents' own "sequence" extension asks.
    package var sequence: String
    /// The number of the event before it in the same stream; 0 for the first.
    package var previous: String
    package var stream: StreamName
    /// Who sent the command.
    package var actor: Address
    /// In which session he did.
    package var session: Incarnation?
    /// The id of the command.
    package var cause: String
    package var because: String?

    /// The keys in their order, as everywhere: see `JSONMembers`.
    package static func encode(_ event: TownEvent, source: String) -> [UInt8] {
        var members = JSONMembers()
        members.add("actor", event.actor.description)
        members.add("because", event.because)
        members.add("cause", event.cause)
        event.data.write(into: &members)
        members.add("datacontenttype", "application/json")
        members.add("id", "\(event.epoch)-\(event.sequence)")
        members.add("previous", String(event.previous))
        members.add("sequence", String(event.sequence))
        members.add("session", event.session?.text)
        members.add("source", source)
        members.add("specversion", "1.0")
        members.add("stream", event.stream.description)
        members.add("subject", event.subject)
        members.add("time", event.time.description)
        members.add("type", "gastown.\(event.kind.rawValue).v1")
        return members.closed()
    }

    /// Throws `invalid` on anything that is no event of ours. An event kind that this program does not know is an
    /// error too: its sequence still counts (`position`).
    package static func decode(_ bytes: [UInt8]) throws(WireError) -> TownEvent {
        try JSONText.decode(CloudEvent.self, from: bytes).event()
    }

    /// The same event as a value; throws as `decode` does.
    package func event() throws(WireError) -> TownEvent {
        let wire = self
        guard let sequence = Int64(wire.sequence), let previous = Int64(wire.previous),
            let epochText = wire.id.split(separator: "-").first, let epoch = Int64(epochText),
            wire.type.hasPrefix("gastown."), wire.type.hasSuffix(".v1"),
            let kind = EventKind(rawValue: String(wire.type.dropFirst(8).dropLast(3)))
        else { throw WireError(.invalid, "not an event that this program knows", about: wire.type) }
        return TownEvent(
            sequence: sequence, previous: previous, epoch: epoch, stream: wire.stream, kind: kind,
            subject: wire.subject, time: wire.time, actor: wire.actor, session: wire.session, cause: wire.cause,
            because: wire.because, data: wire.data)
    }

    /// Where an event stands, read without its data: works for kinds that this program does not know.
    package static func position(_ bytes: [UInt8]) throws(WireError) -> EventPosition {
        try JSONText.decode(EventPosition.self, from: bytes)
    }
}

/// The part of an event that keeps a feed without holes.
package struct EventPosition: Hashable, Sendable, Decodable {
    package var epoch: Int64
    package var sequence: Int64
    package var previous: Int64
    package var stream: StreamName

    package init(epoch: Int64, sequence: Int64, previous: Int64, stream: StreamName) {
        self.epoch = epoch
        self.sequence = sequence
        self.previous = previous
        self.stream = stream
    }

    package init(of event: TownEvent) {
        self.init(epoch: event.epoch, sequence: event.sequence, previous: event.previous, stream: event.stream)
    }

    private enum CodingKeys: String, CodingKey { case id, sequence, previous, stream }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard
            let epoch = Int64(try container.decode(String.self, forKey: .id).prefix { $0 != "-" }),
            let sequence = Int64(try container.decode(String.self, forKey: .sequence)),
            let previous = Int64(try container.decode(String.self, forKey: .previous))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .sequence, in: container, debugDescription: "the sequence is not a number")
        }
        self.init(
            epoch: epoch, sequence: sequence, previous: previous,
            stream: try container.decode(StreamName.self, forKey: .stream))
    }
}

extension EventData {
    private static let none = EventData()

    /// What every change of a bead writes is put together by hand: see `JSONMembers`.
    fileprivate func write(into members: inout JSONMembers) {
        var rest = self
        rest.bead = nil
        rest.note = nil
        guard let bead, rest == Self.none else { return members.add("data", json: JSONText.encode(self)) }
        members.add("data") {
            $0.add("bead", members: bead.write)
            $0.add("note", note)
        }
    }
}

extension BeadChange {
    fileprivate func write(into members: inout JSONMembers) {
        members.add("fields") {
            for (name, change) in fields.sorted(by: { $0.key < $1.key }) {
                $0.add(name) {
                    $0.add("new", change.new)
                    $0.add("old", change.old)
                }
            }
        }
        members.add("id", id.text)
        members.add("title", title)
        members.add("type", type.rawValue)
        members.add("version", version)
    }
}
