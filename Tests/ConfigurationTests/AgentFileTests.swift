import Agents
import Configuration
import Host
import Testing
import TownModel

@Suite("agents.toml")
struct AgentFileTests {
    @Test("no presets are fine")
    func empty() throws {
        #expect(try AgentFile.parse("# none yet\n", path: "agents.toml") == [])
    }

    @Test("a preset of one's own has what it says, and no terminal unless it says so")
    func own() throws {
        let text = """
            [fixer]
            command = ["fixer", "--all"]
            prompt = "flag"
            prompt_flag = "--do"
            environment = ["FIXER_KEY"]
            non_interactive = ["ask"]
            resume = ["--again"]
            fork = ["--copy"]
            version = ["-V"]

            [talker]
            command = ["talker"]
            terminal = true
            """
        #expect(
            try AgentFile.parse(text, path: "agents.toml") == [
                AgentPreset(
                    name: "fixer", command: ["fixer", "--all"], firstPrompt: .flag, promptFlag: "--do",
                    readsTerminal: false, environment: ["FIXER_KEY"], nonInteractive: NonInteractiveForm(["ask"]),
                    resume: ResumeForm(["--again"], fork: ["--copy"]), versionArguments: ["-V"]),
                AgentPreset(
                    name: "talker", command: ["talker"], readsTerminal: true,
                    environment: AgentPreset.standardVariables),
            ])
    }

    @Test("what its screen says can be told of a program of one's own, and anew of another's")
    func signs() throws {
        let text = """
            [talker]
            command = ["talker"]
            terminal = true
            prompt_sign = "> "
            working_signs = ["thinking"]
            asking_signs = ["(y/n)"]
            ready_sign = "hello"
            ready_seconds = 5
            idle_sign = "> "
            rate_limit_signs = ["slow down"]
            [loud]
            extends = "claude"
            asking_signs = []
            """
        let presets = try AgentFile.parse(text, path: "agents.toml")
        let talker = AgentPreset(
            name: "talker", command: ["talker"], environment: AgentPreset.standardVariables, readySign: "hello",
            readySeconds: 5, idleSign: "> ", rateLimitSigns: ["slow down"],
            promptLine: PromptLine("> ", workingSigns: ["thinking"], askingSigns: ["(y/n)"]))
        #expect(presets.first { $0.name == "talker" } == talker)
        let loud = try #require(presets.first { $0.name == "loud" })
        #expect(loud.promptLine?.askingSigns == [] && loud.promptLine?.workingSigns == ["esc to interrupt"])
    }

    @Test("one that extends another is that one but for what it says, and nobody has verified it")
    func extending() throws {
        let text = """
            [claude-once]
            extends = "claude"
            command = ["claude", "--dangerously-skip-permissions", "-p"]
            prompt = "argument"
            terminal = false
            [again]
            extends = "script"
            """
        let presets = try AgentFile.parse(text, path: "agents.toml")
        var once = try #require(AgentPreset.shipped["claude"])
        once.name = "claude-once"
        once.verifiedWith = nil
        once.command.append("-p")
        once.readsTerminal = false
        var again = AgentPreset.script
        again.name = "again"
        again.verifiedWith = nil
        #expect(presets == [again, once])
        #expect(presets.allSatisfy { !$0.isVerified && $0.whyNotYet == nil })
    }

    @Test(
        "what can't be used is named with its line",
        arguments: [
            ("[a]\ncommand = ", 2, ""), ("[a]\ncommand = [\"x\"]\nprompt = \"none\"\ncolour = 3", 4, "\"colour\""),
            ("colour = 3", 1, "must be a [colour] table"), ("[Fast]\nextends = \"claude\"", 1, "preset's name"),
            ("\n[claude]\ncommand = [\"x\"]", 2, "comes with the program"),
            ("[a]\nextends = \"nobody\"", 2, "one of claude, claude-stream, codex"),
            ("[a]\nprompt = \"none\"", 1, "\"command\" is missing"),
            ("[a]\ncommand = []\nprompt = \"none\"", 2, "\"command\" is missing"),
            ("[a]\ncommand = \"x y\"", 2, "a list of texts"), ("[a]\ncommand = [\"x\", \"\"]", 2, "a list of texts"),
            ("[a]\ncommand = [\"x\", 3]", 2, "a list of texts"), ("[a]\ncommand = [\"x\"]", 1, "\"prompt\" is missing"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"loud\"", 3, "none, input, argument, flag, pasted, message"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"pasted\"", 3, "needs a terminal"),
            ("[a]\nextends = \"codex\"\nterminal = false", 1, "needs a terminal"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"message\"", 3, "\"stdin_message\" go together"),
            ("[a]\nextends = \"claude-stream\"\nterminal = true", 1, "without a terminal"),
            ("[a]\nextends = \"claude-stream\"\nprompt = \"argument\"", 3, "go together"),
            ("[a]\nextends = \"claude-stream\"\nstdin_taken = \"{}\"", 3, "\"stdin_taken\" is a JSON object"),
            (
                "[a]\ncommand = [\"x\"]\nprompt = \"message\"\nstdin_message = \"{text}\"", 1,
                "\"stdin_taken\" is missing"
            ),
            ("[a]\ncommand = [\"x\"]\nprompt = \"flag\"", 1, "go together"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"argument\"\nprompt_flag = \"-m\"", 4, "go together"),
            ("[a]\ncommand = [\"x\"]\nterminal = \"no\"", 3, "true or false"),
            ("[a]\ncommand = [\"x\"]\nterminal = true\nprompt_sign = \" \"", 4, "not blank"),
            ("[a]\ncommand = [\"x\"]\nterminal = true\nline_editor = true", 4, "needs a prompt_sign"),
            ("[a]\ncommand = [\"x\"]\nterminal = true\nasking_signs = [\"y\"]", 4, "needs a prompt_sign"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"none\"\nready_sign = \"  \"", 4, "not blank"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"none\"\nready_seconds = 0", 4, "from 1 to 600"),
            ("[a]\ncommand = [\"x\"]\nprompt = \"none\"\nenvironment = [\"A=b\"]", 4, "\"A=b\" is none"),
        ])
    func refusals(_ text: String, _ line: Int, _ words: String) throws {
        let error = try #require(throws: ConfigurationError.self, "\(text)") {
            try AgentFile.parse(text, path: "agents.toml")
        }
        #expect(error.description.hasPrefix("agents.toml:\(line): ") && error.sentence.contains(words), "\(error)")
    }

    @Test("the settings that it may have are those that are explained")
    func keys() throws {
        for key in ConfigurationKey.agent {
            // Of the wrong type on purpose: a known key is read, and complained of by its name.
            let error = try #require(throws: ConfigurationError.self) {
                try AgentFile.parse("[a]\n\(key.name) = { x = 1 }", path: "agents.toml")
            }
            #expect(error.sentence.contains("\"\(key.name)\"") && !error.sentence.contains("no setting"), "\(error)")
        }
    }

    @Test("docs/agents.md has them all; GT_REWRITE=1 writes them anew")
    func document() throws {
        let path = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/docs/agents.md"
        let text = try Files.readText(path)
        let start = try #require(text.firstRange(of: "<!-- settings: begin -->\n"), "no table").upperBound
        let end = try #require(text[start...].firstRange(of: "<!-- settings: end -->"), "no end").lowerBound
        let rows = ConfigurationKey.agent.map {
            "| `\($0.name)` | \($0.shape) | \($0.standard ?? "must be said") | \($0.sentence) |\n"
        }
        let wanted = "| setting | takes | without it | |\n|---|---|---|---|\n" + rows.joined()
        if HostEnvironment.value("GT_REWRITE") == "1" {
            try Files.writeAtomically(String(text[..<start] + wanted + text[end...]), to: path, mode: 0o644)
        } else {
            #expect(text[start..<end] == wanted)
        }
    }
}
