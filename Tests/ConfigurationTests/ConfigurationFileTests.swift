import Configuration
import Testing
import TownModel

@Suite struct ConfigurationFileTests {
    @Test("an empty rig.toml means the defaults")
    func defaults() throws {
        #expect(try RigFile.parse("", path: "rig.toml") == RigSettings())
    }

    @Test("everything that can be said is read")
    func everything() throws {
        let text = """
            target = "trunk"
            agent = "claude"
            polecats_max = 7
            landing = "local"

            [[gates]]
            name = "lint"
            command = "make lint"

            [[gates]]
            name = "test"
            command = "make test"
            timeout_seconds = 90
            """
        #expect(
            try RigFile.parse(text, path: "rig.toml")
                == RigSettings(
                    target: "trunk",
                    gates: [
                        Gate(name: "lint", command: "make lint"),
                        Gate(name: "test", command: "make test", timeoutSeconds: 90),
                    ], agents: AgentSettings(agent: "claude"), polecatsMax: 7, landing: .local))
    }

    @Test("how a request lands, in each of its styles", arguments: MergeStyle.allCases)
    func style(_ style: MergeStyle) throws {
        #expect(try RigFile.parse("style = \"\(style.rawValue)\"", path: "rig.toml").style == style)
    }

    @Test("how the merge queue works")
    func queue() throws {
        let read = try RigFile.parse("[queue]\nbatch_max = 1\ngate_runs = 4", path: "rig.toml").queue
        #expect(read.batchMax == 1 && read.gateRuns == 4 && read.foreignMoves == .accept)
        for moves in ForeignMoves.allCases {
            let text = "[queue]\nforeign_moves = \"\(moves.rawValue)\""
            #expect(try RigFile.parse(text, path: "rig.toml").queue.foreignMoves == moves)
        }
    }

    @Test(
        "what can't be used is named with its place",
        arguments: [
            ("target = ", "rig.toml:1: "), ("tarqet = \"x\"", "there is no setting \"tarqet\""),
            ("polecats_max = \"3\"", "\"polecats_max\" must be a number from 1 to 100"),
            ("polecats_max = 0", "\"polecats_max\" must be a number from 1 to 100"),
            ("target = \"beads\"\nbeads_branch = \"beads\"", "not the target \"beads\""),
            ("landing = \"pr\"", "\"landing\" is queue or local, not \"pr\""),
            ("style = \"octopus\"", "\"style\" is merge or squash or rebase, not \"octopus\""),
            ("[queue]\nbatch_max = 0", "\"batch_max\" must be a number from 1 to 64"),
            ("[queue]\ngate_runs = 17", "\"gate_runs\" must be a number from 1 to 16"),
            ("[queue]\nforeign_moves = \"ask\"", "\"foreign_moves\" is accept or hold, not \"ask\""),
            ("[queue]\nbatch = 1", "there is no setting \"batch\""),
            ("gates = 3", "\"gates\" must be [[gates]] tables"), ("target = \"\"", "\"target\" is empty"),
            ("[[gates]]\nname = \"a\"", "gates[1]: \"command\" is missing"),
            ("[[gates]]\nname=\"a\"\ncommand=\"b\"\n[[gates]]\nname=\"a\"\ncommand=\"c\"", "two gates named \"a\""),
            ("[[gates]]\nname=\"a\"\ncommand=\"b\"\nphrase=\"c\"", "gates[1]: there is no setting \"phrase\""),
        ])
    func refusals(_ text: String, _ message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try RigFile.parse(text, path: "rig.toml") }
        #expect(error.description.contains(message), "\(error)")
        #expect(error.description.hasPrefix("rig.toml:"))
    }

    @Test("a town has a name")
    func town() throws {
        #expect(try TownFile.parse("name = \"elm\"", path: "town.toml") == TownFile(name: "elm"))
        #expect(throws: ConfigurationError.self) { try TownFile.parse("", path: "town.toml") }
        #expect(try TownFile.parse("name = \"elm\"\nprefix = \"e1-m\"", path: "town.toml").prefix.text == "e1-m")
        for bad in ["", "Elm", "1m", "a--b", "-a", "a-", "a_b", String(repeating: "a", count: 41)] {
            #expect(throws: ConfigurationError.self) {
                try TownFile.parse("name = \"elm\"\nprefix = \"\(bad)\"", path: "town.toml")
            }
        }
    }

    @Test("a town says where other machines reach it; the feed is one port higher unless it says more")
    func bus() throws {
        let said = try TownFile.parse("name = \"elm\"\n[bus]\nlisten = \"tcp://10.0.0.1:7890\"", path: "town.toml")
        #expect(said.listen == TCPAddress("tcp://10.0.0.1:7890"))
        #expect(said.feed == TCPAddress("tcp://10.0.0.1:7891"))
        let both = try TownFile.parse(
            "name = \"elm\"\nbus.listen = \"tcp://*:7890\"\nbus.feed = \"tcp://[::1]:7000\"", path: "town.toml")
        #expect(both.feed == TCPAddress("tcp://[::1]:7000"))
        #expect(try TownFile.parse("name = \"elm\"", path: "town.toml").listen == nil)
        for (text, message) in [
            ("bus = 3", "must be a [bus] table"), ("[bus]\nport = 3", "there is no setting \"port\""),
            ("[bus]\nlisten = \"ipc:///tmp/x\"", "\"listen\" is tcp://<host>:<port>"),
            ("[bus]\nlisten = \"tcp://a:70000\"", "\"listen\" is tcp://<host>:<port>"),
            ("[bus]\nlisten = \"tcp://a:0\"", "\"listen\" is tcp://<host>:<port>"),
            ("[bus]\nlisten = \"tcp://a b:1\"", "\"listen\" is tcp://<host>:<port>"),
            ("[bus]\nlisten = \"tcp://a:65535\"", "a port of its own"),
            ("[bus]\nlisten = \"tcp://a:1\"\nfeed = \"tcp://a:1\"", "a port of its own"),
            ("[bus]\nfeed = \"tcp://a:1\"", "means nothing without"),
        ] {
            let error = try #require(throws: ConfigurationError.self, "\(text)") {
                try TownFile.parse("name = \"elm\"\n\(text)", path: "town.toml")
            }
            #expect(error.sentence.contains(message), "\(error)")
        }
    }
}

@Suite struct ConfiguredAgentTests {
    @Test("both files say who works, for all and for a role")
    func agents() throws {
        let text = "agent = \"one\"\n[role_agents]\npolecat = \"two\"\n"
        let said = AgentSettings(agent: "one", roles: [.polecat: "two"])
        #expect(try TownFile.parse("name = \"elm\"\n\(text)", path: "town.toml").agents == said)
        #expect(try RigFile.parse(text, path: "rig.toml").agents == said)
        #expect(try RigFile.parse("role_agents.polecat = \"two\"", path: "rig.toml").agent == "two")
        #expect(try TownFile.parse("name = \"elm\"", path: "town.toml").agents == AgentSettings())
        let error = try #require(throws: ConfigurationError.self) {
            try RigFile.parse("[role_agents]\nmayor = \"one\"", path: "rig.toml")
        }
        #expect(
            error.description == "rig.toml:2: role_agents: there is no setting \"mayor\" here; there are: polecat, crew"
        )
    }

    @Test(
        "a mistake is shown in its line, wherever it stands",
        arguments: [
            ("target = \"main\"\ntarqet = \"x\"", 2), ("[[gates]]\nname = \"a\"\ncommand = 3", 3),
            ("[[gates]]\nname=\"a\"\ncommand=\"b\"\n\n[[gates]]\nname=\"b\"\ncommand=\"\"", 7),
            ("# polecats_max = 1\n  polecats_max = 0", 2), ("gates = 3", 1), ("role_agents.mayor = \"x\"", 1),
            ("[[gates]]\nname = \"a\"", 1), ("# x\n\"tarqet\" = 1", 2),
            ("x = \"\"\"\ntarget = 1\n\"\"\"\n", 1),
            ("gates = [\n {name=\"a\", command=\"b\"},\n {name=\"b\",command=1}]", 3),
            ("\n[@a]", 2), ("gates = [1,} 2]", 1), ("target = ", 1),
        ])
    func lines(_ text: String, _ line: Int) throws {
        let error = try #require(throws: ConfigurationError.self) { try RigFile.parse(text, path: "rig.toml") }
        #expect(error.line == line, "\(error)")
    }
}

@Suite struct ConfiguredGateTests {
    @Test("everything that a gate can say")
    func everything() throws {
        let text = """
            [queue]
            gates_parallel = 3

            [[gates]]
            name = "fetch"
            command = "make fetch"
            phase = "setup"
            environment = ["TOKEN"]

            [[gates]]
            name = "test"
            command = "make test"
            phase = "test"
            needs = ["fetch"]
            flaky = true
            """
        let read = try RigFile.parse(text, path: "rig.toml")
        #expect(read.queue.gatesParallel == 3)
        #expect(
            read.gates == [
                Gate(name: "fetch", command: "make fetch", phase: .setup, environment: ["TOKEN"]),
                Gate(name: "test", command: "make test", phase: .test, needs: ["fetch"], isFlaky: true),
            ])
    }

    @Test(
        "what a gate can't say is named with its line",
        arguments: [
            ("phase = \"deploy\"", 7, "gates[2]: \"phase\" is setup, build, lint or test, not \"deploy\""),
            ("needs = [\"x\"]", 7, "gates[2]: it needs \"x\", and there is no gate of that name"),
            ("needs = [\"b\"]", 7, "gates[2]: these gates wait for each other: b → b"),
            ("needs = \"a\"", 7, "gates[2]: \"needs\" must be a list of texts"),
            ("environment = [\"GT_TOWN\"]", 7, "gates[2]: \"GT_TOWN\" is the town's own"),
            ("environment = [\"my_curve_key\"]", 7, "gates[2]: \"my_curve_key\" is the town's own"),
            ("environment = [\"HOME\"]", 7, "gates[2]: \"HOME\" is set for every gate"),
            ("environment = [\"A=b\"]", 7, "gates[2]: \"A=b\" is no name of a variable"),
            ("flaky = 1", 7, "gates[2]: \"flaky\" must be true or false"),
        ])
    func refusals(_ line: String, _ number: Int, _ message: String) throws {
        let text = "[[gates]]\nname = \"a\"\ncommand = \"c\"\n[[gates]]\nname = \"b\"\ncommand = \"c\"\n\(line)"
        let error = try #require(throws: ConfigurationError.self) { try RigFile.parse(text, path: "rig.toml") }
        #expect(error.line == number && error.sentence.hasPrefix(message), "\(error)")
    }

    @Test("the town's limits are read, each with its range; what can't be meant is refused by name")
    func limits() throws {
        let text = """
            name = "t"
            [limits]
            polecats_max = 30
            load_max = 1.5
            memory_min = "10%"
            [limits.presets]
            claude = 4
            """
        let limits = try TownFile.parse(text, path: "town.toml").limits
        #expect(limits.polecatsMax == 30 && limits.loadMaxPercent == 150 && limits.presets == ["claude": 4])
        #expect(limits.memoryMinPercent == 10 && limits.memoryMinMB == nil)
        #expect(try TownFile.parse("name = \"t\"", path: "town.toml").limits == TownLimits())
        for (line, word) in [
            ("polecats_max = 0", "polecats_max"), ("load_max = 0", "load_max"), ("load_max = \"much\"", "load_max"),
            ("memory_min = \"0%\"", "memory_min"), ("memory_min = 0", "memory_min"), ("polecats = 3", "polecats"),
            ("presets = 3", "presets"),
        ] {
            do {
                _ = try TownFile.parse("name = \"t\"\n[limits]\n\(line)", path: "town.toml")
                Issue.record("taken: \(line)")
            } catch {
                #expect("\(error)".contains(word))
            }
        }
        #expect(try TownFile.parse("name = \"t\"\n[limits]\nmemory_min = 512", path: "t").limits.memoryMinMB == 512)
    }
}
