import Glibc
import Host
import TownModel
import Wire

/// Talking with an earlier session, by the means of its own program. Nothing of the town changes by it: whoever answers has
/// no key, and nobody's hook or worktree.
struct SeanceTalk {
    let call: Invocation
    let client: TownClient

    func talk(with word: String, asking prompt: String?) async throws {
        let record = try await find(word)
        let session = record.session
        guard let program = conversation(word, of: session) else {
            throw CommandFailure(
                .refused, code: "conflict",
                "what the program of \(session.incarnation) calls its conversation was never told",
                about: session.incarnation.text,
                hint:
                    "gt peek \(session.incarnation) shows its last lines; gt seance lists those that can be talked with"
            )
        }
        let preset = try preset(of: record)
        let words = try words(preset, program, session, isLive: try await isLive(program, session), prompt)
        let surroundings = try AgentEnvironment.here()
        guard let path = surroundings.program(of: preset) else {
            throw CommandFailure.configuration(
                "the program \(preset.program) of preset \(preset.name) is not in \(HostEnvironment.path)",
                hint: "install it, or put its folder on PATH; gt agent list shows what is here")
        }
        let place = record.standing(client.layout)
        if place == nil {
            call.note("its worktree is gone: asked in \(client.layout.root), where its program may not find it")
        }
        if !words.isCopy { call.note("\(preset.program) makes no copies: this goes on in the conversation itself") }
        let start = Start(
            program: path, arguments: words.arguments, directory: place ?? client.layout.root,
            environment: environment(of: preset, surroundings, isForPerson: prompt == nil))
        guard prompt != nil else { return try become(start) }
        try await answer(start, session: session, preset: preset, program)
    }

    /// What is started, where, with what.
    private struct Start {
        let program: String
        let arguments: [String]
        let directory: String
        let environment: [String: String]

        var line: String { ([program] + arguments).map(ServiceDefinition.quoted).joined(separator: " ") }
    }

    /// The one session that a word names: of several that went on in one conversation the last.
    private func find(_ word: String) async throws -> SessionRecord {
        let found = try await client.query(SessionList(named: word, limit: CommandLimits.candidatesMax + 1)).sessions
        let isOne = found.count == 1 || found.allSatisfy { $0.session.programs?.contains { $0.id == word } ?? false }
        if let first = found.first, isOne { return first }
        guard !found.isEmpty else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no session \(UntrustedText.line(word))", about: word,
                hint: "gt seance lists them")
        }
        let names = found.prefix(CommandLimits.candidatesMax).map { record in
            record.session.incarnation.text + (record.session.program.map { " (\($0.id))" } ?? "")
        }
        throw CommandFailure(
            .refused, code: "conflict", "\(word) begins the names of several sessions", about: word,
            hint: "write more of it: \(names.joined(separator: ", "))")
    }

    /// The one that was named, else the session's last.
    private func conversation(_ word: String, of session: Session) -> ProgramSession? {
        let named = session.programs?.filter { $0.id.hasPrefix(word) } ?? []
        return (named.count == 1 ? named[0] : session.program)?.checked
    }

    /// Whether anybody goes on in this conversation: an earlier session's may have been taken up by a later one.
    private func isLive(_ program: ProgramSession, _ session: Session) async throws -> Bool {
        guard session.state == .ended else { return true }
        return try await client.query(SessionList(named: program.id, limit: WireLimits.pageRowsMax)).sessions
            .contains { $0.session.state != .ended }
    }

    private func preset(of record: SessionRecord) throws(CommandFailure) -> AgentPreset {
        guard let name = record.presetName(client.layout) else {
            throw CommandFailure(
                .refused, code: "not-found",
                "with which preset \(record.session.incarnation) ran is not known any more",
                about: record.session.incarnation.text, hint: "gt seance lists those that can be talked with")
        }
        do {
            return try PresetBook(client.layout).preset(name)
        } catch {
            // One that was taken out of the file since is known as it was.
            if error.status == .refused, let definition = record.definition { return definition }
            throw error
        }
    }

    private func words(
        _ preset: AgentPreset, _ program: ProgramSession, _ session: Session, isLive: Bool, _ prompt: String?
    ) throws(CommandFailure) -> TalkWords {
        do {
            return try preset.words(takingUp: program.id, isLive: isLive, prompt: prompt)
        } catch {
            let (why, hint) =
                switch error {
                case .neither:
                    (
                        "preset \(preset.name) can neither go on from a conversation nor copy one",
                        "gt agent show \(preset.name) says what is known of it"
                    )
                case .isLive:
                    (
                        "somebody goes on in the conversation \(program.id), and \(preset.program) makes no copies: to "
                            + "take it up would disturb it",
                        "wait until its session has ended, or write to it: gt nudge \(session.agent) <text>"
                    )
                case .noOnePrompt:
                    (
                        "nothing is known of how \(preset.program) answers one question in an earlier conversation",
                        "leave -p out, and ask it in a terminal"
                    )
                }
            throw CommandFailure(.refused, code: "conflict", why, about: session.incarnation.text, hint: hint)
        }
    }

    /// As of an agent, but nobody's: a session of which there is no key.
    private func environment(
        of preset: AgentPreset, _ surroundings: AgentEnvironment, isForPerson: Bool
    ) -> [String: String] {
        var variables = surroundings.variables(of: preset)
        variables["GT_TOWN"] = client.layout.root
        variables["GT_SESSION_DIR"] = "/nonexistent/seance"
        guard isForPerson else { return variables }
        for name in ["TERM", "COLORTERM"] { variables[name] = HostEnvironment.value(name) }
        return variables
    }

    /// What was asked, and what came of it.
    private struct Answer: Encodable {
        let session: Incarnation
        let preset: String
        let conversation: String
        let directory: String
        /// As a shell says it: 128 + signal when it was killed.
        let status: Int32
        let output: String
    }

    private func answer(_ start: Start, session: Session, preset: AgentPreset, _ program: ProgramSession) async throws {
        ProcessGroup.arm()
        defer { ProcessGroup.disarm() }
        let result = try await CommandRunner().run(
            CommandSpec(
                program: start.program, arguments: start.arguments, environment: start.environment,
                directory: start.directory, limit: CommandLimits.agentAnswer)
        ) { ProcessGroup.began($0.pid) }
        let answer = Answer(
            session: session.incarnation, preset: preset.name, conversation: program.id, directory: start.directory,
            status: result.ending.status, output: result.outputText.trimmed)
        guard answer.status == 0 else {
            let said = result.errorTail.isEmpty ? answer.output : result.errorTail
            throw CommandFailure(
                .refused, code: "host",
                "\(start.program) ended with \(answer.status)"
                    + (said.isEmpty ? " and said nothing" : ": \(UntrustedText.line(said))"),
                about: session.incarnation.text, hint: "by hand, in \(start.directory): \(start.line)")
        }
        call.answer(answer) { $0.paragraph(answer.output) }
    }

    /// From here on this process is the program: it has the terminal, and its exit status is ours.
    private func become(_ start: Start) throws {
        guard !call.options.json, isatty(0) == 1, isatty(1) == 1 else {
            throw CommandFailure.usage(
                "there is no terminal to talk in", hint: "ask one question: gt seance --talk … -p <question>")
        }
        guard chdir(start.directory) == 0 else {
            throw CommandFailure(HostError.system(call: "chdir", path: start.directory, errno: errno))
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = ([start.program] + start.arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            start.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        execve(start.program, &arguments, &environment)
        throw CommandFailure(HostError.system(call: "execve", path: start.program, errno: errno))
    }
}
