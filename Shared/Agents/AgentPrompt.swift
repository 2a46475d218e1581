package import TownModel

/// What an agent is told when it starts. Nothing of it was written by others: what they wrote is for `gt prime` to show,
/// framed.
package enum AgentPrompt {
    package static let first = """
        You are an agent of a Gas Town. Run `gt prime`: it says who you are, what is on your hook, and what to do now. \
        Do that work, commit it, then run `gt done`.
        """

    /// For crew: a person is there, and says what is next.
    package static let resident = """
        You are an agent of a Gas Town, at work beside a person. Run `gt prime`: it says who you are, what is on your hook, \
        and what to do now.
        """

    /// For the Mayor's agent: the overseer talks to it, and it hands work out.
    package static let mayor = """
        You are the Mayor of a Gas Town: its overseer tells you what is wanted. Run `gt prime`: it says what you do and \
        what has happened.
        """

    package static func first(for assignment: Assignment) -> String {
        first(for: assignment.agent, assignment.incarnation, on: assignment.bead, note: assignment.renewal?.handoff)
    }

    /// For a dog: one errand, and nothing that lands.
    package static let dog = """
        You are a dog of a Gas Town: an agent of the town with one errand. Run `gt prime`: it says who you are, what is on \
        your hook, and what to do now. Do that, then run `gt done -m "<what came of it>"`.
        """

    package static func first(for resident: Resident, _ run: ResidentRun) -> String {
        guard !resident.agent.isDog else {
            let work = run.work.map { " \($0)" } ?? ""
            return "\(name("dog", resident.agent, run.incarnation))\(work)\n\(dog)"
        }
        return first(for: resident.agent, run.incarnation, on: nil)
    }

    /// - Parameters:
    ///   - bead: what a polecat is there for; nil: a resident.
    ///   - note: that of a session before it, in whose place it begins.
    package static func first(
        for agent: Address, _ session: Incarnation, on bead: BeadID?, note: Int64? = nil
    ) -> String {
        if let bead {
            let anew = note.map { " A session before yours stood still, and left note \($0): `gt prime` shows it." }
            return "\(name("polecat", agent, session)) \(bead)\n\(first)\(anew ?? "")"
        }
        let (role, text) = agent == .mayor ? ("mayor", mayor) : ("crew", resident)
        return "\(name(role, agent, session))\n\(text)"
    }

    /// Begins a line by which a person finds the conversation again in the program's own list: who, which session, which
    /// process. The process is the shim's, whose number is set in when it runs.
    private static func name(_ role: String, _ agent: Address, _ session: Incarnation) -> String {
        "[gt \(role) \(agent) session \(session) pid \(SessionSpec.pidMark)]"
    }
}

extension AgentPreset {
    /// Program and arguments of a session that begins with this prompt, with these options besides. A prompt that is
    /// pasted, or comes as the program's input, is none of them.
    package func words(with prompt: String, options: [String] = []) -> [String] {
        let words = command + options
        return switch firstPrompt {
        case .argument: words + [prompt]
        case .flag: words + [promptFlag, prompt].compactMap(\.self)
        case .input, .pasted, .message, .some(.none), nil: words
        }
    }
}
