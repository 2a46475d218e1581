import Formulas
import Testing
import TownModel
import TownTesting

@Suite("The review convoy of the shared data", .enabled(if: RealFiles.isShared))
struct ConvoyRealTests {
    @Test("it has ten legs and a synthesis that waits for them, with every word filled in")
    func codeReview() throws {
        let (formula, plan) = try SharedFormulaText("code-review").plan("code-review")
        #expect(formula.variables.map(\.name) == ["pr", "files", "branch"])
        let nodes = try ConvoyCooking.nodes(formula, plan, legs: .all, variables: ["pr": "123", "review_id": "r9"])
        #expect(nodes.count == 11)
        #expect(nodes.last?.needs.map(\.node) == Array(0..<10))
        for node in nodes { #expect(node.step.description?.contains("{{") == false) }
        let wiring = try #require(nodes.first { $0.step.id == "wiring" }?.step)
        let prompt = try #require(wiring.description)
        #expect(prompt.contains("- **Formula**: code-review\n- **Review target**: pull request #123\n"))
        #expect(prompt.contains("- **Your focus**: Installed-but-not-wired gaps\n- **Leg ID**: wiring\n"))
        #expect(
            prompt.contains("## Files Under Review\nPR #123: \n\nChanged files:\n\n\n## Your Task\nDetect dependencies")
        )
        #expect(prompt.contains("Write your findings to: **.reviews/r9/wiring-findings.md**"))
        #expect(wiring.metadata?["output"] == ".reviews/r9/wiring-findings.md")
        let synthesis = try #require(nodes.last?.step.description)
        #expect(synthesis.contains("A synthesized review at: .reviews/r9/review-summary.md"))
    }

    @Test("files are listed where no pull request is given, and a preset chooses its legs")
    func gate() throws {
        let (formula, plan) = try SharedFormulaText("code-review").plan("code-review")
        let nodes = try ConvoyCooking.nodes(
            formula, plan, legs: .preset("gate"), variables: ["files": "a.swift b.swift"])
        #expect(nodes.map(\.step.id) == ["security", "smells", "wiring", "test-quality", "synthesis"])
        #expect(nodes.last?.needs.map(\.node) == [0, 1, 2, 3])
        #expect(nodes[0].step.description?.contains("## Files Under Review\n- a.swift\n- b.swift\n") == true)
    }
}
