import Formulas
import TownModel

/// The shapes of well-known formulas (MIT, "Copyright (c) 2025 Steve Yegge"), without their long texts.
enum KnownFormulas {
    static let shiny = Bench.formula(
        "shiny", .workflow,
        [
            Bench.step("design") { $0.said.title = "Design {{feature}}" },
            Bench.step("implement: design") {
                $0.said.title = "Implement {{feature}}"
                $0.said.description = "Write the code for {{feature}}."
                $0.said.acceptance = "All files are committed"
            },
            Bench.step("review: implement"), Bench.step("test: review"), Bench.step("submit: test"),
        ]
    ) {
        $0.variables = [Bench.variable("assignee"), Bench.variable("feature") { $0.isRequired = true }]
    }

    static let ruleOfFive = Bench.formula(
        "rule-of-five", .expansion,
        [
            Bench.step("{target}.draft") {
                $0.said.title = "Draft: {target.title}"
                $0.said.description = "Initial attempt at: {target.description}."
            },
            Bench.step("{target}.refine-1: {target}.draft"), Bench.step("{target}.refine-2: {target}.refine-1"),
            Bench.step("{target}.refine-3: {target}.refine-2"), Bench.step("{target}.refine-4: {target}.refine-3"),
        ])

    static let tdd = Bench.formula(
        "tdd-cycle", .expansion,
        [
            Bench.step("{target}.write-tests"), Bench.step("{target}.verify-red: {target}.write-tests"),
            Bench.step("{target}.implement: {target}.verify-red"),
            Bench.step("{target}.verify-green: {target}.implement"),
            Bench.step("{target}.refactor: {target}.verify-green"),
        ])

    static let audit = Bench.formula("security-audit", .aspect) { formula in
        formula.advice = ["implement", "submit"].map { target in
            Bench.advice(
                target,
                before: [Bench.step("{step.id}-security-prescan") { $0.said.title = "Security prescan for {step.id}" }],
                after: [Bench.step("{step.id}-security-postscan") { $0.said.title = "Security postscan for {step.id}" }]
            )
        }
        formula.pointcuts = ["implement", "submit"].map { Pointcut(glob: $0, place: Bench.place()) }
    }

    static func extending(_ name: String, _ change: (inout Formula) -> Void) -> Formula {
        Bench.formula(name) {
            $0.extends = [Placed("shiny", at: Bench.place())]
            change(&$0)
        }
    }

    static let enterprise = extending("shiny-enterprise") {
        $0.expansions = [ExpandRule(target: "implement", formula: "rule-of-five", place: Bench.place())]
    }

    static let tested = extending("shiny-tested") {
        $0.expansions = [ExpandRule(target: "implement", formula: "tdd-cycle", place: Bench.place())]
    }

    static let secure = extending("shiny-secure") { $0.aspects = [Placed("security-audit", at: Bench.place())] }

    static func cook(_ formula: Formula) throws(FormulaFailure) -> CookedGraph {
        let others = [shiny, ruleOfFive, tdd, audit].filter { $0.name != formula.name }
        return try Bench.cook([formula] + others, ["feature": "login"]).graph
    }
}
