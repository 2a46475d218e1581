import Configuration
import Testing
import TownModel

@Suite("escalation.toml")
struct EscalationFileTests {
    @Test("an empty file says what none says")
    func standard() throws {
        let settings = try EscalationFile.parse("# nothing\n", path: "escalation.toml")
        #expect(settings == EscalationSettings())
        #expect(settings.staleAfterSeconds == 14_400 && settings.reraiseMax == 2)
        #expect(settings.routes(of: .low) == [.bead] && settings.routes(of: .high).count == 3)
    }

    @Test(
        "routes, times and commands as written; a severity that is not named keeps its own, with every command at the top"
    )
    func whole() throws {
        let text = """
            low = ["bead", "mail:web/crew/ann", "command:page"]
            stale_after = "1h30m"
            reraise_max = 0
            [command.page]
            argv = ["page", "--team", "ops"]
            timeout_seconds = 5
            [command.log]
            argv = ["/bin/logger"]
            """
        let settings = try EscalationFile.parse(text, path: "escalation.toml")
        #expect(settings.routes(of: .low).map(\.description) == ["bead", "mail:web/crew/ann", "command:page"])
        #expect(settings.staleAfterSeconds == 5400 && settings.reraiseMax == 0)
        #expect(
            settings.commands == [
                EscalationCommand(name: "log", words: ["/bin/logger"]),
                EscalationCommand(name: "page", words: ["page", "--team", "ops"], timeoutSeconds: 5),
            ])
        #expect(
            settings.routes(of: .critical).map(\.description)
                == ["bead", "mail:mayor/", "mail:overseer", "desktop", "command:log", "command:page"])
    }

    @Test(
        "what can't be meant is refused with its line and what is allowed",
        arguments: [
            ("urgent = [\"bead\"]", "1: there is no setting \"urgent\" here; there are: low, medium"),
            ("low = [\"bead\", \"email:me\"]", "1: \"low\" has \"email:me\"; a route is bead, mail:<address>"),
            ("low = [\"bead\", \"mail:store\"]", "1: \"low\" has \"mail:store\""),
            ("low = [\"desktop\"]", "1: \"low\" has no \"bead\""),
            ("\nlow = [\"bead\", \"bead\"]", "2: \"low\" has \"bead\" twice"),
            ("low = [\"bead\", \"command:page\"]", "1: \"low\" names the command \"page\": say it in [command.page]"),
            ("low = \"bead\"", "1: \"low\" must be a list"), ("stale_after = \"soon\"", "1: \"stale_after\" is a time"),
            ("stale_after = 4", "1: \"stale_after\" must be text"), ("reraise_max = 21", "1: \"reraise_max\" must be"),
            ("[command.page]\nshell = \"page\"", "2: command.page: there is no setting \"shell\" here"),
            ("[command.page]\nargv = []", "2: command.page: \"argv\" is missing"),
            ("[command.page]\nargv = \"page\"", "2: command.page: \"argv\" must be a list"),
            ("[command.Page]\nargv = [\"page\"]", "command: \"Page\" can't be a command's name"),
            ("[command.page]\nargv = [\"page\"]\ntimeout_seconds = 0", "3: command.page: \"timeout_seconds\""),
        ])
    func refused(text: String, sentence: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try EscalationFile.parse(text, path: "escalation.toml")
        }
        #expect("\(try #require(error))".contains(sentence), "\(error.map(\.description) ?? "")")
    }
}
