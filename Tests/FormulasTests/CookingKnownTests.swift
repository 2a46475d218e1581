import Formulas
import Testing
import TownModel

@Suite("Well-known formulas cook to what they are known for")
struct CookingKnownTests {
    @Test("shiny is a chain of five")
    func shiny() throws {
        let graph = try KnownFormulas.cook(KnownFormulas.shiny)
        #expect(
            Bench.drawn(graph.nodes) == [
                "design", "implement <- design", "review <- implement", "test <- review", "submit <- test",
            ])
        #expect(graph.nodes[0].step.title == "Design login")
    }

    @Test("shiny-enterprise: implement becomes five, and review needs the last")
    func enterprise() throws {
        let graph = try KnownFormulas.cook(KnownFormulas.enterprise)
        #expect(
            Bench.drawn(graph.nodes) == [
                "design", "implement.draft <- design", "implement.refine-1 <- implement.draft",
                "implement.refine-2 <- implement.refine-1", "implement.refine-3 <- implement.refine-2",
                "implement.refine-4 <- implement.refine-3", "review <- implement.refine-4", "test <- review",
                "submit <- test",
            ])
        let draft = graph.nodes[1].step
        #expect(draft.title == "Draft: Implement login")
        #expect(draft.description == "Initial attempt at: Write the code for login..")
        #expect(graph.nodes[5].step.acceptance == "All files are committed" && draft.acceptance == nil)
    }

    @Test("shiny-secure: a scan before and after implement and submit")
    func secure() throws {
        #expect(
            Bench.drawn(try KnownFormulas.cook(KnownFormulas.secure).nodes) == [
                "design", "implement-security-prescan <- design", "implement <- implement-security-prescan",
                "implement-security-postscan <- implement", "review <- implement-security-postscan", "test <- review",
                "submit-security-prescan <- test", "submit <- submit-security-prescan",
                "submit-security-postscan <- submit",
            ])
    }

    @Test("with tdd-cycle implement becomes red, green and refactor")
    func tdd() throws {
        let nodes = try KnownFormulas.cook(KnownFormulas.tested).nodes
        #expect(nodes.count == 9)
        #expect(Bench.drawn(nodes)[6] == "review <- implement.refactor")
    }

    @Test("a thousand chained steps are a thousand chained nodes")
    func long() throws {
        let steps = [Bench.step("s0")] + (1...1024).map { Bench.step("s\($0): s\($0 - 1)") }
        let nodes = try Bench.cook(steps).graph.nodes
        #expect(nodes.count == 1025)
        #expect(nodes.enumerated().allSatisfy { at, node in node.needs == (at == 0 ? [] : [GraphNeed(at - 1)]) })
    }
}
