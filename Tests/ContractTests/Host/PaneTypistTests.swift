import Host
import Testing
import TownModel
import TownTesting

@Suite("Typing into a pane: a real tmux, a real line editor, a person at the same keys")
struct PaneTypistTests {
    private func started(_ scratch: Scratch, script: String? = nil) async throws -> PaneOfAgent {
        let agent = try await PaneOfAgent(directory: scratch.path, socket: "\(scratch.path)/tmux", script: script)
        #expect(try await agent.untilPrompt())
        return agent
    }

    /// 60 nudges of 20 senders; `make soak` asks for 1,000.
    private static let count = HostEnvironment.value("GT_NUDGES").flatMap { Int($0) } ?? 60

    @Test(.timeLimit(.minutes(5)), arguments: [false, true])
    func
        `problem 31: nudges of twenty senders arrive whole, once and in order while a person types, who loses nothing`(
            drawsItself: Bool
        ) async throws
    {
        let scratch = try Scratch()
        let agent = try await started(scratch, script: drawsItself ? Self.recorded : nil)
        let typist = agent.typist()
        let senders = 20
        let person = PersonAtKeys(pane: agent)
        async let written = person.type()
        try await withThrowingTaskGroup(of: Void.self) { nudges in
            for sender in 0..<senders {
                nudges.addTask {
                    for number in stride(from: sender, to: Self.count, by: senders) {
                        let line = Self.line(number)
                        while try await typist.type(line, into: agent.incarnation, PaneOfAgent.prompt) != .submitted {}
                    }
                }
            }
            try await nudges.waitForAll()
        }
        person.stop()
        let words = try await written
        try await agent.press("Enter")
        #expect(try await agent.until { _ in try agent.heard().count > Self.count })

        var heard = try agent.heard()
        #expect(heard.removeLast() == words)
        #expect(heard.count == Self.count)
        #expect(Set(heard) == Set((0..<Self.count).map { Self.line($0).text }))
        for sender in 0..<senders {
            let own = heard.filter { $0.contains("sender \(sender).") }
            #expect(own == stride(from: sender, to: Self.count, by: senders).map { Self.line($0).text })
        }
        try await agent.end()
    }

    /// A program that draws its own screen: what was recorded of Claude Code.
    private static let recorded =
        "exec '\(Files.parent(of: #filePath))/../../Fixtures/agents/fake-agent' --heard \"$0\""

    private static func line(_ number: Int) -> NudgeLine {
        NudgeLine(
            number: Int64(number + 1), from: .overseer,
            text: "word \(number) of sender \(number % 20).\nü $(exit) `exit` \u{1B}[201~ | end of nudge \(number + 1)]"
        )
    }

    @Test(.timeLimit(.minutes(1))) func `what is not a free line is not typed into, and says why`() async throws {
        let scratch = try Scratch()
        let agent = try await started(scratch)
        let typist = agent.typist(patience: .zero)
        let line = Self.line(0)
        func outcome(_ prompt: PromptLine = PaneOfAgent.prompt) async throws -> TypingOutcome {
            try await typist.type(line, into: agent.incarnation, prompt)
        }
        let other = try #require(Incarnation("s2"))
        #expect(try await typist.type(line, into: other, PaneOfAgent.prompt) == .gone)
        #expect(try await outcome(PromptLine("nothing shows this")) == .waits(.noPrompt))

        try await agent.tmux(["copy-mode", "-t", agent.pane])
        #expect(try await outcome() == .waits(.copyMode))
        try await agent.press("-X", "cancel")

        try await agent.press("-l", "mine")
        #expect(try await agent.until { $0.line(PaneOfAgent.prompt)?.text == "mine" })
        #expect(try await outcome(PromptLine("❯")) == .waits(.lineStands))
        let careful = agent.typist(quiet: .seconds(3600), patience: .zero)
        #expect(
            try await careful.type(line, into: agent.incarnation, PaneOfAgent.prompt) == .waits(.lineIsEdited))

        let lock = try FileLock.take(typist.lockFile(agent.incarnation))
        #expect(lock != nil)
        #expect(try await outcome() == .waits(.otherTypist))
        withExtendedLifetime(lock) {}
        #expect(try agent.heard() == [])
        try await agent.end()
    }

    @Test(.timeLimit(.minutes(1))) func `what was typed by one who did not live to say so is not typed again`()
        async throws
    {
        let scratch = try Scratch()
        let agent = try await started(scratch)
        for _ in 1...2 {
            #expect(
                try await agent.typist().type(Self.line(0), into: agent.incarnation, PaneOfAgent.prompt) == .submitted)
        }
        #expect(try agent.heard() == [Self.line(0).text])
        try await agent.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a program that does not take Enter has its line back, and the nudge is not called sent`() async throws {
        // Without a binding Enter does nothing.
        let scratch = try Scratch()
        let agent = try await started(
            scratch,
            script: """
                printf '"\\\\C-m": ""\\n"\\\\C-j": ""\\n' >> "$INPUTRC"
                IFS= read -e -r -p '❯ ' line
                """)
        try await agent.press("-l", "mine alone")
        #expect(try await agent.until { $0.line(PaneOfAgent.prompt)?.text == "mine alone" })
        let typist = agent.typist(proof: .milliseconds(200))
        let outcome = try await typist.type(Self.line(0), into: agent.incarnation, PaneOfAgent.prompt)
        #expect(outcome == .waits(.notTaken))
        #expect(try await agent.until { $0.line(PaneOfAgent.prompt)?.text == "mine alone" })
        try await agent.end()
    }
}
