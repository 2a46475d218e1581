import ArgumentParser
import Host
import TownModel

struct AgentTestCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run a preset's program in an empty directory, with a session's environment, and say what it did.",
        discussion: """
            It is asked for its version, or, with --prompt, to answer one prompt and end, without its flags for working
            unasked; that may cost what its account pays. What is seen is that run and no more.

            Example: gt agent test script
            """)

    @Argument(help: "The preset.", completion: IDCompletion.presets) var name: String
    @Option(help: "What to ask it.") var prompt: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let preset = try PresetBook(try call.town()).preset(name)
        let report = try await PresetTrial(preset: preset, prompt: prompt).run(in: AgentEnvironment.here())
        guard report.status == 0 else {
            let said = report.errors.isEmpty ? report.output : report.errors
            throw CommandFailure(
                .refused, code: "host",
                "\(report.line) ended with \(report.status)"
                    + (said.isEmpty ? " and said nothing" : ": \(UntrustedText.line(said))"), about: name,
                hint: "run it by hand: \(report.line)")
        }
        call.answer(report) { screen in
            let said = [report.output, report.errors].filter { !$0.isEmpty }.joined(separator: "\n")
            let signs = preset.signWords.map { "\nits screen is read by\n\(screen.paragraph($0, indent: 2))" } ?? ""
            return "\(screen.plain(report.line)) ended with 0"
                + (said.isEmpty ? " and said nothing" : " and said\n\(screen.paragraph(said, indent: 2))") + signs
        }
    }
}
