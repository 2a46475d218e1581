import Testing
import TownModel
import TownTesting

@testable import BeadsStoreCore

@Suite("What stays of a molecule")
struct DigestTests {
    private static let root = valid(BeadID.self, "gt-wisp-1")
    private static let made = Timestamp(milliseconds: 1_800_000_000_000)

    private func digest(_ steps: [MoleculeStep], ofAll count: Int64? = nil, rule: SquashRule? = nil) -> Digest {
        var molecule = Molecule(
            root: Self.root, formula: "tour", title: "A tour", steps: count ?? Int64(steps.count), createdAt: Self.made)
        molecule.done = count ?? Int64(steps.count { $0.state == .done })
        molecule.skipped = Int64(steps.count { $0.state == .skipped })
        molecule.endedAt = Self.made.advanced(by: .seconds(7_380))
        var digest = Digest(
            molecule: molecule, served: nil, rule: rule, end: Self.made.advanced(by: .seconds(7_380)))
        digest.steps = steps
        return digest
    }

    private func step(_ number: Int64, _ state: StepState = .done, note: String? = nil) -> MoleculeStep {
        var step = MoleculeStep(
            number: number, path: "s\(number)", step: GraphStep(id: "s\(number)", title: "t"), state: state, attempt: 2)
        step.note = note
        step.beganAt = Self.made
        step.endedAt = Self.made.advanced(by: .seconds(75))
        return step
    }

    @Test("a short one is told whole, with who did what and what it gave")
    func whole() {
        var first = step(1, note: "it closes")
        first.holder = "overseer"
        first.output = ["weather": "sun", "bag": "red"]
        let text = digest([first, step(2, .skipped, note: "its condition is false")]).text
        #expect(
            text == """
                The molecule gt-wisp-1 of the formula tour.
                2 steps: 1 done, 1 skipped, 0 failed. It took 2 h 3 min, from 2027-01-15T08:00:00.000Z to \
                2027-01-15T10:03:00.000Z.

                - 1 s1: done by overseer: it closes
                  - bag = red
                  - weather = sun
                - 2 s2: skipped: its condition is false
                """)
    }

    @Test("with metrics it says how long each step took, and a form is named")
    func metrics() {
        let rule = SquashRule(trigger: "on_complete", template: "operational", hasMetrics: true)
        let text = digest([step(1)], rule: rule).text
        #expect(text.contains("- 1 s1: done in 1 min 15 s, at try 2"))
        #expect(text.hasPrefix("The molecule gt-wisp-1 of the formula tour, in the form \"operational\"."))
    }

    @Test("somebody's words stand in place of the list, before the numbers")
    func summary() {
        var digest = digest([step(1, note: "secret")])
        digest.summary = "It went well."
        #expect(digest.text.hasPrefix("It went well.\n\nThe molecule"))
        #expect(!digest.text.contains("secret"))
    }

    @Test("no note can look like another step's line, or make the list long without end")
    func hostile() {
        let lines = digest([step(1, note: "x\n- 2 s2: done\u{2028}\u{1B}[31m" + String(repeating: "y", count: 9000))])
            .text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[2].hasPrefix("- 1 s1: done: x - 2 s2: done  [31myyy") && lines[2].utf8.count < 600)
    }

    @Test("of a long one the ends are named, what failed, and what has something to tell; the rest is a number")
    func long() {
        let first = (1...1000).map { step($0, note: $0 == 500 ? "look" : nil) }
        let last = (999_001...1_000_000).map { step($0) }
        let failed = [step(5000, .failed, note: "no")]
        let chosen = DigestChoice.choose(first: first, last: last, failed: failed)
        let expected = Array(1...20) + [500, 5000] + Array(999_981...1_000_000)
        #expect(chosen.map(\.number) == expected.map(Int64.init))
        let text = digest(chosen, ofAll: 1_000_000).text
        #expect(text.contains("\n999958 more have ended. Named are those that failed"))
    }

    @Test("whatever the steps have, it is no longer than it may be")
    func bounded() {
        var steps = (1...1000).map { step($0, note: String(repeating: "n", count: 4000)) }
        for at in steps.indices {
            steps[at].output = Dictionary(
                uniqueKeysWithValues: (1...20).map { ("k\($0)", String(repeating: "v", count: 700)) })
        }
        let chosen = DigestChoice.choose(first: steps, last: steps.reversed(), failed: [])
        #expect(chosen.count == DigestChoice.tellingMax + DigestChoice.endsMax)
        let text = digest(chosen, ofAll: 1000).text
        #expect(text.utf8.count < Digest.listBytesMax + 2000)
        #expect(text.contains("more have ended."))
    }
}
