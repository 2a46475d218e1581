import Testing
import TownModel

@Suite("Conditions on a molecule's way")
struct StepConditionTests {
    @Test(
        "what is written is what is read",
        arguments: [
            (
                "plan.output.risk == 'high'",
                StepCondition.Term.compare(.output(step: "plan", path: ["risk"]), .equal, .literal("high"))
            ),
            (
                "implement.draft.output.a.b >= -2",
                .compare(.output(step: "implement.draft", path: ["a", "b"]), .atLeast, .literal("-2"))
            ),
            ("no_response", .truth(.output(step: nil, path: ["no_response"]))),
            (
                "!(a.status != 'done' || x) && true",
                .all(
                    .not(
                        .any(
                            .compare(.status(step: "a"), .unequal, .literal("done")),
                            .truth(.output(step: nil, path: ["x"])))), .truth(.literal("true")))
            ),
        ])
    func reads(text: String, term: StepCondition.Term) throws {
        #expect(try StepCondition(text).root == term)
    }

    @Test(
        "what is no condition is refused with the place",
        arguments: [
            ("", 1), ("a.output.x ==", 14), ("(a", 3), ("a.b", 4), ("'open", 6), ("a b", 3), ("a.output.", 10),
        ])
    func refuses(text: String, column: Int) throws {
        let fault = #expect(throws: StepCondition.Fault.self) { try StepCondition(text) }
        #expect(fault?.column == column)
    }

    @Test("the steps that it asks about are known")
    func names() throws {
        #expect(try StepCondition("a.output.x == b.status || c && 'd.output.x'").steps == ["a", "b"])
    }
}
