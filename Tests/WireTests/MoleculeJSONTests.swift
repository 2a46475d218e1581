import Testing
import TownModel
import TownTesting

@testable import Wire

/// The answer about every step of every molecule is written by hand: it must be what the types say.
@Suite("Answers about steps")
struct MoleculeJSONTests {
    @Test("an answer with everything in it is what the encoder gives")
    func same() throws {
        var molecule = Molecule(
            root: try #require(BeadID("gt-mol-a1")), formula: "f", title: "t\"x", attached: BeadID("gt-b1"), steps: 4,
            createdAt: Timestamp(milliseconds: 1_800_000_000_000))
        molecule.endedAt = Timestamp(milliseconds: 1_800_000_000_001)
        molecule.isPoured = true
        molecule.digest = BeadID("gt-d1")
        var step = GraphStep(id: "a", title: "do a")
        step.run = "make"
        step.metadata = ["k": "v"]
        step.fanOut = FanOut(over: "files", formula: "one")
        var told = MoleculeStep(number: 1, path: "a", step: step, state: .claimed, attempt: 1)
        told.output = ["o": "[1]"]
        told.holder = "overseer"
        let fan = FanOut(over: "files", formula: "one", variables: ["x": "{item}"])
        var reply = MoleculeNextReply(molecule: molecule, next: told, open: [told])
        reply.fanOuts = [
            FanOutProgress(
                number: 1, path: "a", fanOut: fan, rig: RigName("web"), total: 2, ended: 1, open: [molecule.root],
                due: [.init(position: 1, item: .object(["p": .text("x"), "n": .integer(3)]))])
        ]
        for reply in [reply, MoleculeNextReply(molecule: molecule)] {
            #expect(MoleculeNext.json(of: reply) == JSONText.encode(reply))
        }
    }

    @Test("the general decoder and the hand read the same answer, whatever is in it", arguments: 0..<300)
    func read(seed: Int) throws {
        let reply = try Self.reply()
        let body = MoleculeNext.json(of: reply)
        #expect(try MoleculeNext.reply(from: body) == reply)
        #expect(try JSONText.decode(MoleculeNextReply.self, from: body) == reply)
        // Whatever becomes of a byte, both say the same of it.
        var broken = body
        broken[Int.random(in: broken.indices)] = Self.bytes.randomElement() ?? 0
        let general = try? JSONText.decode(MoleculeNextReply.self, from: broken)  // nil: it is no answer any more
        let hand = try? MoleculeNext.reply(from: broken)  // as above
        #expect(general == hand, "\(String(decoding: broken, as: UTF8.self))")
    }

    @Test("a word from step to step is what the encoder gives", arguments: 0..<50)
    func asked(seed: Int) throws {
        var next = MoleculeNext(molecule: try #require(BeadID("gt-mol-a1")), claims: Bool.random())
        next.ends = Bool.random() ? 7 : nil
        next.failed = Bool.random() ? Bool.random() : nil
        next.holder = Bool.random() ? "web/n\"x" : nil
        next.note = Bool.random() ? "ü\n" : nil
        next.output = Bool.random() ? ["b": "/", "a": ""] : nil
        #expect(next.json == JSONText.encode(next))
        #expect(try MoleculeNext.decode(next.json) == next)
    }

    @Test("what every step is answered with is read by hand")
    func plain() throws {
        var molecule = try Self.molecule()
        molecule.done = 3
        var step = MoleculeStep(
            number: 4, path: "moves.iter3.move", step: GraphStep(id: "move", title: "Move 3"), state: .claimed,
            attempt: 1)
        step.step.description = "do it"
        step.holder = "overseer"
        step.beganAt = molecule.createdAt
        step.output = ["from": "a"]
        for reply in [MoleculeNextReply(molecule: molecule, next: step), MoleculeNextReply(molecule: molecule)] {
            #expect(PlainObject(JSONText.encode(reply)).flatMap(MoleculeNextReply.init) == reply)
        }
    }

    private static let bytes = Array(#"{}[]",:0129atf\ "#.utf8) + [0, 0x80, 0xC3]

    private static func molecule() throws -> Molecule {
        Molecule(
            root: try #require(BeadID("gt-mol-a1")), formula: "f", title: "t", steps: 4,
            createdAt: Timestamp(milliseconds: 1_800_000_000_000))
    }

    private static func reply() throws -> MoleculeNextReply {
        func maybe<Value>(_ value: Value?) -> Value? { Bool.random() ? value : nil }
        let texts = ["", "a", "ü", "say \"no\"", "{{x}}", "a\\b", "\u{1F600}"]
        let text = texts.randomElement() ?? ""
        var molecule = try molecule()
        molecule.title = text
        molecule.done = Int64.random(in: 0...(1 << 40))
        molecule.failed = Int64.random(in: 0...2)
        if Bool.random() { molecule.attached = BeadID("gt-b1") }
        if Int.random(in: 0..<4) == 0 { molecule.isPoured = true }
        if Int.random(in: 0..<4) == 0 { molecule.held = false }
        if Int.random(in: 0..<4) == 0 { molecule.endedAt = molecule.createdAt }
        var step = GraphStep(id: "s", title: text)
        step.description = maybe(text)
        step.run = maybe("make")
        if Int.random(in: 0..<4) == 0 { step.labels = [text] }
        if Int.random(in: 0..<4) == 0 { step.priority = .low }
        if Int.random(in: 0..<4) == 0 { step.notes = text }
        var told = MoleculeStep(
            number: Int64.random(in: 1...(1 << 50)), path: "a.iter1.s", step: step, state: .claimed,
            attempt: Int.random(in: 0...3))
        told.holder = maybe("web/nux")
        told.beganAt = maybe(molecule.createdAt)
        told.note = Int.random(in: 0..<4) == 0 ? text : nil
        told.output = maybe(["o": text, "n": "[1]"])
        return MoleculeNextReply(
            molecule: molecule, next: maybe(told), open: Int.random(in: 0..<4) == 0 ? [told] : nil)
    }

    @Test("variables are filled from an element; a name that it has not stays")
    func filled() throws {
        let fan = FanOut(
            over: "a.b", formula: "one",
            variables: ["x": "{item.p}-{item.q}-{index}", "y": "{item}", "z": "{{item}} {"])
        let element = FanOutProgress.Element(position: 7, item: .object(["p": .text("{index}")]))
        let values = fan.variables(for: element)
        #expect(values == ["x": "{index}-{item.q}-7", "y": #"{"p":"{index}"}"#, "z": #"{{"p":"{index}"}} {"#])
        #expect(fan.elements(in: ["a": #"{"b": [1, "x"]}"#]) == [.integer(1), .text("x")])
        #expect(fan.elements(in: ["a": "[1]"]) == nil && fan.elements(in: [:]) == nil)
    }
}
