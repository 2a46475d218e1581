import Testing
import TownModel
import TownTesting
import Wire

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
