import Plugins
import Testing
import TownModel
import TownTesting

@Suite struct PluginReadingTests {
    static let id = valid(PluginID.self, "town/tidy")
    static let written = Timestamp(milliseconds: 1_767_607_200_000)

    static func source(_ head: String, _ rest: String = "Do it.", program: PluginSource.Program? = nil) -> PluginSource
    {
        PluginSource(
            id: id, text: "+++\nname = \"tidy\"\n\(head)\n+++\n\n\(rest)\n", writtenAt: written, program: program)
    }

    @Test("everything that a plugin can say is read")
    func whole() throws {
        let (found, problems) = Self.source(
            """
            description = "Clears what is old"
            version = 3
            [gate]
            type = "cooldown"
            duration = "1h30m"
            [tracking]
            labels = ["category:cleanup", "plugin:tidy"]
            digest = true
            [execution]
            timeout = "90s"
            notify_on_failure = true
            severity = "HIGH"
            agent = "claude-stream"
            """, "# Tidy\n\nClear it."
        ).read()
        #expect(problems.isEmpty)
        let plugin = try #require(found)
        #expect(
            plugin
                == Plugin(
                    id: Self.id, description: "Clears what is old", version: 3, gate: .cooldown(seconds: 5400),
                    labels: ["category:cleanup", "plugin:tidy"], digest: true, timeoutSeconds: 90, severity: .high,
                    preset: "claude-stream", instructions: "# Tidy\n\nClear it.\n", writtenAt: Self.written))
        #expect(plugin.way == .agent && plugin.title == "Plugin tidy: Clears what is old")
    }

    @Test("a plugin without a gate is run by hand; one that is not to notify has no severity")
    func bare() throws {
        let plugin = try #require(Self.source("").read().plugin)
        #expect(plugin.gate == .manual && plugin.severity == nil && plugin.timeoutSeconds == 600)
        #expect(plugin.labels == ["plugin:tidy"] && !plugin.digest)
    }

    @Test("the title of a run is one line, however its description is written")
    func titles() throws {
        func title(_ description: String) throws -> String {
            try #require(Self.source("description = \"\(description)\"").read().plugin).title
        }
        #expect(try title("two\\u001B[31m\\nlines") == "Plugin tidy: two[31m")
        #expect(try title("\\u0007") == "Plugin tidy: a run")
        #expect(try title(String(repeating: "界", count: 400)).utf8.count == 13 + 300)
    }

    @Test("a program beside it is run as it is, unless an agent is asked for")
    func programs() throws {
        let run = PluginSource.Program(name: "run.sh", isExecutable: true)
        let script = try #require(Self.source("", "", program: run).read().plugin)
        #expect(script.program == "config/plugins/tidy/run.sh" && script.way == .script)
        let agent = try #require(Self.source("[execution]\ntype = \"agent\"", program: run).read().plugin)
        #expect(agent.program == nil && agent.way == .agent)
    }

    @Test(
        "what is wrong is told with line, key and remedy",
        arguments: [
            (
                "[gate]\ntype = \"cooldown\"\nduration = \"soon\"",
                "config/plugins/tidy/plugin.md:5: gate.duration: \"soon\" is no time. Write one like"
            ),
            (
                "[gate]\ntype = \"cooldwn\"",
                "config/plugins/tidy/plugin.md:4: gate.type: there is no gate \"cooldwn\". Did you mean \"cooldown\"?"
            ),
            ("[gate]\ntype = \"cron\"", "plugin.md:3: gate: \"schedule\" is missing. Write schedule = \"30 3 * * *\""),
            ("[gate]\nduration = \"5m\"", "plugin.md:3: gate: it has no type. Write type"),
            ("[gate]\ntype = \"cron\"\nschedule = \"61 * * * *\"", "plugin.md:5: gate.schedule: \"61\" is no minute"),
            ("[gate]\ntype = \"cron\"\nschedule = \"0 0 31 2 *\"", "plugin.md:5: gate.schedule: \"0 0 31 2 *\" never"),
            (
                "[gate]\ntype = \"event\"\non = \"web..closed\"",
                "plugin.md:5: gate.on: \"web..closed\" has an empty word"
            ),
            ("[gate]\ntype = \"event\"\non = \"web.mr.landed\"", "gate.on: \"web.mr.landed\" is of the stream web"),
            ("[gate]\ntype = \"event\"\non = \"~town.\"", "plugin.md:5: gate.on: \"~town.\" is a signal"),
            (
                "[execution]\ntype = \"exec-wrapper\"",
                "plugin.md:4: execution.type: \"exec-wrapper\" is not supported. Call the wrapper in the program"
            ),
            ("[execution]\nwrapper = [\"a\"]", "plugin.md:4: execution.wrapper: \"wrapper\" is not supported. Call"),
            ("[execution]\ntype = \"script\"", "plugin.md:4: execution.type: it is a script, and no program lies"),
            ("[execution]\nseverity = \"loud\"", "plugin.md:4: execution.severity: there is no severity \"loud\""),
            (
                "[execution]\ntimeout = \"2d\"",
                "plugin.md:4: execution.timeout: \"2d\" is too long. Write at most \"1d\""
            ),
            ("[tracking]\nlabels = [1]", "plugin.md:4: tracking.labels: a list of texts: [\"a\", \"b\"] belongs here"),
            ("gate = \"cooldown\"", "plugin.md:3: gate: a table belongs here. Write a line [gate]"),
            ("version = \"one\"", "plugin.md:3: version: a whole number belongs here"),
            ("[gate\n", "plugin.md:3: the front matter is no TOML"),
        ])
    func errors(_ head: String, _ sentence: String) {
        let (plugin, problems) = Self.source(head).read()
        #expect(plugin == nil)
        #expect(problems.contains { $0.gravity == .error && $0.description.contains(sentence) }, "\(problems)")
    }

    @Test("a key that nobody reads is a warning, and the plugin is run all the same")
    func warnings() throws {
        let (plugin, problems) = Self.source("[gate]\ntype = \"manual\"\ndurration = \"5m\"\nschedule = \"* * * * *\"")
            .read()
        #expect(plugin != nil)
        #expect(
            problems.map(\.description) == [
                "config/plugins/tidy/plugin.md:5: gate.durration: there is no key \"durration\" here, it does nothing. "
                    + "Did you mean \"duration\"?",
                "config/plugins/tidy/plugin.md:6: gate.schedule: a gate of type manual has no schedule, it does nothing. "
                    + "Take it out, or say type = \"cron\"",
            ])
        #expect(problems.allSatisfy { $0.gravity == .warning })
    }

    @Test("a name that is not its directory's, no name, no front matter, a program that can't be run: each is refused")
    func refused() {
        func sentences(_ text: String, _ program: PluginSource.Program? = nil) -> [String] {
            PluginSource(id: Self.id, text: text, writtenAt: Self.written, program: program).read().problems
                .filter { $0.gravity == .error }.map(\.sentence)
        }
        #expect(sentences("+++\nname = \"tidi\"\n+++\nx") == ["it is \"tidi\", and its directory is called tidy"])
        #expect(sentences("+++\n+++\nx") == ["it is missing"])
        #expect(sentences("# Tidy") == ["it has no front matter"])
        #expect(sentences("+++\nname = \"tidy\"\n") == ["it has no front matter"])
        #expect(
            sentences("+++\nname = \"tidy\"\n+++\n") == ["it has no instructions, and no program lies beside it"])
        #expect(
            sentences("+++\nname = \"tidy\"\n+++\n", .init(name: "run", isExecutable: false))
                == ["run beside it can't be executed"])
        let long = String(repeating: "x", count: PluginLimits.textBytesMax)
        #expect(sentences("+++\nname = \"tidy\"\n+++\n\(long)").first?.contains("at most 65536 are read") == true)
    }

    @Test("lines are counted in the file, whatever stands before the front matter, and however lines end")
    func lines() {
        let text = "\u{FEFF}\r\n+++\r\nname = \"tidy\"\r\n[gate]\r\ntype = \"x\"\r\n+++\r\nDo.\r\n"
        let (_, problems) = PluginSource(id: Self.id, text: text, writtenAt: Self.written).read()
        #expect(problems.map(\.line) == [5])
    }

    @Test(
        "the plugins of a real town are read without a word",
        .enabled(if: RealFiles.isShared, "GT_SHARED_DATA has no plugins"),
        arguments: [
            ("git-hygiene", 43_200, 600, Severity.low), ("github-sheriff", 7200, 120, .low),
            ("stuck-agent-dog", 300, 300, .high),
        ] as [(String, Int64, Int64, Severity)])
    func real(_ name: String, _ cooldown: Int64, _ timeout: Int64, _ severity: Severity) throws {
        let id = PluginID(try #require(PluginName(name)))
        let text = String(decoding: try RealFiles.file("plugins/\(name)/plugin.md"), as: UTF8.self)
        let (found, problems) = PluginSource(id: id, text: text, writtenAt: Self.written).read()
        #expect(problems.isEmpty)
        let plugin = try #require(found)
        #expect(plugin.gate == .cooldown(seconds: cooldown) && plugin.timeoutSeconds == timeout)
        #expect(plugin.severity == severity && plugin.digest && plugin.version == 1 && plugin.way == .agent)
        #expect(plugin.labels.count == 2 && plugin.labels.contains("plugin:\(name)"))
        #expect(plugin.instructions.hasPrefix("# ") && !plugin.description.isEmpty)
    }
}
