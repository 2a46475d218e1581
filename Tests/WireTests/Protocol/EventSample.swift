import Testing
import TownModel
import TownTesting
import Wire

/// An event of each kind, with everything that it may carry.
enum EventSample {
    static func event(_ kind: EventKind, carrying other: EventKind? = nil) throws -> TownEvent {
        let facts = (other ?? kind).facts
        let whole = try #require(JSONTree(JSONText.encode(try ShapeRecorder().read(EventData.self).sample)))
        let kept = whole.members.filter { (facts.always + facts.sometimes).contains($0.key) }
        let data = try JSONText.decode(EventData.self, from: Array(JSONTree.object(kept).line.utf8))
        let rig = try #require(RigName("web"))
        return TownEvent(
            sequence: 42, previous: 40, epoch: 3, stream: .rig(rig), kind: kind, subject: "gt-abc",
            time: Timestamp(milliseconds: 1_769_850_307_250), actor: .refinery(rig), session: Incarnation(number: 9),
            cause: "landed/gt-abc", data: data)
    }

    static func bytes(of kind: EventKind, carrying other: EventKind? = nil) throws -> [UInt8] {
        CloudEvent.encode(try event(kind, carrying: other), source: "gastown://t1")
    }

    static func tree(of kind: EventKind, carrying other: EventKind? = nil) throws -> JSONTree {
        try #require(JSONTree(try bytes(of: kind, carrying: other)))
    }
}
