import FormulaFiles
import Formulas
import Host
import TownModel

/// A formula's first text: complete, so that it can be cooked as it is, with comments that say what else there is.
struct FormulaStarter {
    let name: String
    let kind: FormulaKind

    var text: String {
        let head = """
            # Everything that a formula can say: docs/formulas.md. After each change: gt formula lint \(name)
            formula = "\(name)"
            type = "\(kind.rawValue)"
            version = 1
            description = "What this is for, in a sentence."


            """
        switch kind {
        case .workflow: return head + Self.workflow
        case .expansion: return head + Self.expansion
        case .aspect: return head + Self.aspect
        case .convoy: return head + Self.convoy
        }
    }

    /// Throws 1 when something of that name is there, and leaves it as it is.
    func write(into folder: String) throws(CommandFailure) -> String {
        let paths = FormulaFile.suffixes.map { "\(folder)/\(name)\($0)" }
        do throws(HostError) {
            try Files.makePrivateDirectory(folder)
        } catch {
            throw CommandFailure(error)
        }
        if let taken = paths.first(where: Files.exists) { throw FormulaFile.isThere(taken) }
        try FormulaFile.create(paths[0], text: text)
        return paths[0]
    }

    private static let workflow = """
        # What is filled in: {{topic}} in any text. `default`, `required`, `enum`, `pattern` and `type` are all checked.
        [vars.topic]
        description = "What it is about"
        default = "the work"

        [[steps]]
        id = "plan"
        title = "Plan {{topic}}"
        description = "What is to be done, in words that somebody who comes later understands."
        acceptance = "How one sees that it is done."

        [[steps]]
        id = "do"
        title = "Do {{topic}}"
        needs = ["plan"]
        # run = "make check"            # a command that the step is: nobody has to think
        # condition = "{{topic}}"       # left out when this is empty or false
        # gate = { type = "human" }     # held until a person opens it

        [[steps]]
        id = "hand-in"
        title = "Hand it in"
        needs = ["do"]
        description = "Run `gt done`."

        """

    private static let expansion = """
        # Takes the place of a step: [[compose.expand]] target = "<step>", with = "<this>" in a workflow.
        # {target} is the step's id; its title and description can be had too.
        [[template]]
        id = "{target}.first"
        title = "Begin: {target.title}"
        description = "{target.description}"

        [[template]]
        id = "{target}.second"
        title = "Finish: {target.title}"
        needs = ["{target}.first"]

        """

    private static let aspect = """
        # Put around steps of other formulas: [compose] aspects = ["<this>"] in a workflow.
        # `target` is a pattern over ids. What is put before takes over the step's needs; what is put after is what the
        # step's dependents wait for.
        [[advice]]
        target = "implement"

        [[advice.around.before]]
        id = "{step.id}-look"
        title = "Look before {step.title}"

        [[advice.around.after]]
        id = "{step.id}-check"
        title = "Check after {step.title}"

        """

    private static let convoy = """
        # What is filled in, as {{.what}} in the texts below.
        [inputs.what]
        description = "What the legs look at"
        type = "string"
        required = true

        [prompts]
        base = \"""
        You look at {{.what}} for one thing: {{.leg.focus}}.
        {{.leg.description}}
        Write what you find to {{.output_path}}.\"""

        [output]
        directory = ".reviews/{{.review_id}}"
        leg_pattern = "{{.leg.id}}.md"
        synthesis = "summary.md"

        # Legs are worked at side by side.
        [[legs]]
        id = "facts"
        title = "Facts"
        focus = "whether it is true"
        description = "Check every claim against its source."

        [[legs]]
        id = "words"
        title = "Words"
        focus = "whether it is clear"
        description = "Read it as somebody who has never seen it."

        # A choice of legs: gt formula cook … --preset quick
        [presets.quick]
        description = "The least"
        legs = ["facts"]

        [synthesis]
        title = "All together"
        description = "Make one text of what all legs found in {{.output.directory}}."
        depends_on = ["facts", "words"]

        """
}
