import Testing
import TownModel
import Wire

@Suite struct EventTests {
    static func event(_ kind: EventKind = .requestLanded) throws -> TownEvent {
        let rig = try #require(RigName("gastown"))
        return TownEvent(
            sequence: 42, previous: 40, epoch: 3, stream: .rig(rig), kind: kind, subject: "gt-mr-x1",
            time: Timestamp(milliseconds: 1_769_850_307_250), actor: .refinery(rig), session: Incarnation(number: 9),
            cause: "landed/gt-mr-x1", because: "3-41", data: EventData(note: "a \"quoted\" note\n\u{2028}"))
    }

    @Test("an event survives its CloudEvent", arguments: EventKind.allCases)
    func roundTrip(_ kind: EventKind) throws {
        let event = try Self.event(kind)
        let bytes = CloudEvent.encode(event, source: "gastown://t1")
        #expect(try CloudEvent.decode(bytes) == event)
        #expect(
            try CloudEvent.position(bytes)
                == EventPosition(epoch: 3, sequence: 42, previous: 40, stream: event.stream))
    }

    @Test("what any CloudEvents library asks for is there")
    func cloudEvent() throws {
        let text = String(decoding: CloudEvent.encode(try Self.event(), source: "gastown://t1"), as: UTF8.self)
        for part in [
            #""specversion":"1.0""#, #""id":"3-42""#, #""source":"gastown://t1""#,
            #""type":"gastown.mr.landed.v1""#, #""subject":"gt-mr-x1""#, #""sequence":"42""#,
            #""datacontenttype":"application/json""#,
        ] {
            #expect(text.contains(part), "\(part) is missing in \(text)")
        }
    }

    @Test("the position of an event of an unknown kind is still read")
    func unknownKind() throws {
        let text = String(decoding: CloudEvent.encode(try Self.event(), source: "s"), as: UTF8.self)
        let stranger = Array(text.replacing("gastown.mr.landed.v1", with: "gastown.mr.sung.v1").utf8)
        #expect(throws: WireError.self) { try CloudEvent.decode(stranger) }
        #expect(try CloudEvent.position(stranger).sequence == 42)
    }

    @Test("a topic is stream, kind and subject, and never over 200 bytes")
    func topics() throws {
        var event = try Self.event()
        #expect(event.topic == "gastown.mr.landed.gt-mr-x1")
        event.subject = String(repeating: "x", count: 300)
        #expect(event.topic.utf8.count == 200)
    }

    @Test("an event that is put together by hand has the bytes that the encoder would give")
    func sameBytes() throws {
        for session in [Incarnation(number: 9), nil] {
            var event = try Self.event()
            event.session = session
            event.because = session == nil ? nil : "3-41"
            event.subject = "tab\t, \"quote\", back\\slash, é, 🚢, \u{2028}, \u{1}\u{1F}\u{7F}\u{8}\u{C}\r\n / <&>"
            for data in [event.data, try Self.beadChange(note: nil), try Self.beadChange(note: "why \"so\"")] {
                event.data = data
                let bytes = CloudEvent.encode(event, source: "gastown://t1")
                #expect(JSONText.encode(try JSONText.decode(CloudEvent.self, from: bytes)) == bytes)
                #expect(try CloudEvent.decode(bytes).data == data)
            }
        }
    }

    @Test("a reply about a bead that is put together by hand has the bytes that the encoder would give")
    func sameReply() throws {
        let now = Timestamp(milliseconds: 1_764_259_200_007)
        let odd = "tab\t, \"quote\", back\\slash, é, 🚢, \u{1}\r\n / <&>"
        var bead = Bead(
            id: try #require(BeadID("gt-abc")), rig: nil, title: odd, createdAt: now, createdBy: odd, updatedAt: now)
        #expect(BeadCreate.json(of: BeadReply(bead: bead)) == JSONText.encode(BeadReply(bead: bead)))
        bead.rig = RigName("web")
        bead.description = odd
        bead.assignee = odd
        bead.labels = ["a", odd]
        bead.closedAt = now
        bead.closeReason = odd
        bead.outcome = .skipped
        bead.deferUntil = now
        bead.pinned = true
        bead.parent = BeadID("gt-abc.2")
        bead.disposition = .notWork
        let mirror = Mirror(reflecting: bead).children.filter { "\($0.value)" == "nil" }
        #expect(mirror.isEmpty, "a new property must be set here: \(mirror.compactMap(\.label))")
        #expect(BeadCreate.json(of: BeadReply(bead: bead)) == JSONText.encode(BeadReply(bead: bead)))
        for page in [BeadPage(beads: []), BeadPage(beads: [bead]), BeadPage(beads: [bead, bead], next: odd)] {
            #expect(BeadList.json(of: page) == JSONText.encode(page))
        }
    }

    private static func beadChange(note: String?) throws -> EventData {
        let change = BeadChange(
            id: try #require(BeadID("gt-abc.2")), title: "a \"title\"\n", type: .task, version: 7,
            fields: [
                "title": FieldChange(old: nil, new: #""a \"title\"\n""#), "status": FieldChange(old: "1", new: nil),
                "assignee": FieldChange(old: nil, new: nil), "pinned": FieldChange(old: "false", new: "true"),
            ])
        return EventData(bead: change, note: note)
    }

    @Test("a text is quoted as the encoder quotes it", arguments: 0..<40)
    func quoting(seed: Int) throws {
        var random = SystemRandomNumberGenerator()
        var text = ""
        for _ in 0..<seed * 5 {
            let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x2100, using: &random)) ?? "x"
            text.unicodeScalars.append(Bool.random() ? scalar : Unicode.Scalar(UInt8.random(in: 0..<0x80)))
        }
        #expect(JSONText.quoted(text) == JSONText.text(text))
    }
}
