import Formulas
import Testing

@Suite("The template language of convoys")
struct TemplateTests {
    private static let root = TemplateValue.table([
        "name": .text("Ada"), "empty": .text(""), "off": .text("false"), "pr": .text("7"),
        "files": .list([.text("a.swift"), .text("b.swift")]), "none": .list([]),
        "changed": .list([.table(["path": .text("x"), "add": .text("3")])]),
        "leg": .table(["id": .text("wiring"), "title": .text("{{.name}}")]),
    ])
    private static let shape = TemplateShape.table([
        "name": .text, "empty": .text, "off": .text, "pr": .text, "files": .list(of: .text), "none": .list(of: .text),
        "changed": .list(of: .table(["path": .text, "add": .text])), "leg": .table(["id": .text, "title": .text]),
    ])

    @Test(
        "renders",
        arguments: [
            ("plain } { text", "plain } { text"), ("Hi {{.name}}!", "Hi Ada!"), ("{{name}}", "Ada"),
            ("{{ .leg.id }}", "wiring"),
            ("{{.leg.title}}", "{{.name}}"), ("{{if .pr}}yes{{else}}no{{end}}", "yes"),
            ("{{if .empty}}yes{{else}}no{{end}}", "no"), ("{{if .off}}yes{{end}}", ""),
            ("{{if .empty}}1{{else if .pr}}2{{else}}3{{end}}", "2"),
            ("{{if .empty}}1{{else if .off}}2{{else}}3{{end}}", "3"),
            ("{{range .files}}- {{.}}\n{{end}}", "- a.swift\n- b.swift\n"),
            ("{{range .none}}x{{else}}nothing{{end}}", "nothing"),
            ("{{range .changed}}{{.path}} +{{.add}} {{name}}{{end}}", "x +3 Ada"), ("{{.files}}", "a.swift, b.swift"),
            ("{{with .leg}}{{.id}}{{end}}", "wiring"), ("{{with .empty}}x{{else}}{{.name}}{{end}}", "Ada"),
            ("a {{- .name -}} b", "aAdab"), ("a\n\n{{- /* why */ -}}\n b", "ab"), ("a{{/* }} */}}b", "ab"),
            ("{{if eq .pr \"6\" \"7\"}}=={{end}}{{if ne .pr \"7\"}}!={{end}}", "=="),
            ("{{if and .pr (not .empty)}}both{{end}}", "both"), ("{{or .empty .name}}", "Ada"),
            ("{{\"{{\"}}x`", "{{x`"),
            ("{{`a\"b`}}{{\"\\\"\\n\"}}", "a\"b\"\n"), ("{{-7}}", "-7"), ("{{if true}}t{{end}}", "t"),
        ])
    func renders(text: String, result: String) throws {
        let template = try Template(text)
        #expect(template.faults(offered: Self.shape).isEmpty)
        #expect(template.rendered(with: Self.root) == result)
    }

    @Test(
        "what is not of the language is refused by name, with the line",
        arguments: [
            ("{{define \"x\"}}{{end}}", 1, "\"define\" is not understood"),
            ("\n{{template \"x\"}}", 2, "\"template\" is not understood"),
            ("{{block \"x\" .}}{{end}}", 1, "\"block\" is not understood"),
            ("a\nb\n{{.name | printf}}", 3, "a pipe (\"|\") is not understood"),
            ("{{$x := .name}}", 1, "variables of a template (\"$\", \":=\") are not understood"),
            ("{{printf \"%s\" .name}}", 1, "the function \"printf\" is not understood"),
            ("{{len .files}}", 1, "the function \"len\" is not understood"), ("{{if .x}}", 1, "{{if}} is not closed"),
            ("{{end}}", 1, "nothing is open that {{end}} could close"),
            ("{{else}}", 1, "{{else}} stands outside of if, range and with"),
            ("{{if .x}}{{else}}{{else}}{{end}}", 1, "this is a second {{else}}"),
            ("{{with .x}}{{else if .y}}{{end}}", 1, "{{else}} of {{with}} has more words"),
            ("{{.x", 1, "\"{{\" is not closed"),
            ("{{/* x", 1, "a comment is not closed"), ("{{}}", 1, "there is nothing between {{ and }}"),
            ("{{.a .b}}", 1, "more words stand there than are understood"), ("{{eq .a}}", 1, "\"eq\" has 1 values"),
            ("{{not (.a}}", 1, "a bracket is not closed"), ("{{if}}{{end}}", 1, "a value is missing"),
            ("{{leg.id}}", 1, "\"leg.id\" begins without a dot"), ("{{.a..b}}", 1, "a name is missing after a dot"),
            ("{{\"\\q\"}}", 1, "there is no \"\\q\" in a text"), ("{{#if x}}", 1, "\"#\" is not understood"),
        ])
    func refuses(text: String, line: Int, sentence: String) throws {
        let fault = #expect(throws: Template.Fault.self) { try Template(text) }
        #expect(fault?.line == line)
        #expect(fault?.sentence == sentence)
        #expect(fault?.remedy.isEmpty == false)
    }

    @Test(
        "a name that is not offered is a problem, wherever it stands",
        arguments: [
            ("{{.nmae}}", "there is nothing called \"nmae\" here", "Did you mean \"name\"?"),
            ("{{nmae}}", "there is nothing called \"nmae\" here", "Did you mean \"name\"?"),
            ("{{if .empty}}{{.leg.titel}}{{end}}", "there is nothing called \"titel\" here", "Did you mean \"title\"?"),
            ("{{range .changed}}{{.pat}}{{end}}", "there is nothing called \"pat\" here", "Did you mean \"path\"?"),
            (
                "{{range .files}}{{.path}}{{end}}", "\".path\" is asked of what has no members",
                "Inside range and with, {{.}} is the value."
            ),
            ("{{.leg}}", "\".leg\" is a table and has no text", "Name one of its values: .id, .title."),
            ("{{range .name}}{{end}}", "\".name\" is no list, so range does nothing", "Use {{if}} or {{with}}."),
        ])
    func checksNames(text: String, sentence: String, remedy: String) throws {
        let faults = try Template("x\n" + text).faults(offered: Self.shape)
        #expect(faults == [Template.Fault(line: 2, sentence, remedy: remedy)])
    }

    @Test("what has no value is empty text")
    func missing() throws {
        #expect(try Template("<{{.a.b}}{{if .c}}x{{end}}{{range .d}}y{{end}}>").rendered(with: .table([:])) == "<>")
    }

    @Test("nesting has an end")
    func isBounded() {
        let deep = String(repeating: "{{if .x}}", count: 10_000)
        #expect(throws: Template.Fault.self) { try Template(deep) }
        #expect(throws: Template.Fault.self) { try Template("{{" + String(repeating: "(", count: 10_000) + "}}") }
    }
}
