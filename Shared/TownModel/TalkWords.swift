/// What an agent's program is started with to go on from an earlier conversation, behind its name.
package struct TalkWords: Hashable, Sendable {
    package var arguments: [String]
    /// In a copy: the conversation itself stays as it is.
    package var isCopy: Bool

    package init(_ arguments: [String], isCopy: Bool) {
        self.arguments = arguments
        self.isCopy = isCopy
    }
}

/// Why a conversation can't be taken up.
package enum TalkRefusal: Error, Hashable, Sendable {
    /// Nothing is known of how the program takes one up.
    case neither
    /// It goes on somewhere, and the program can't copy it.
    case isLive
    /// Nothing is known of how the program answers one prompt and ends, in an earlier conversation.
    case noOnePrompt
}

extension AgentPreset {
    /// In a copy where the program can make one, else in the conversation itself; never in one that goes on elsewhere.
    ///
    /// - Parameter prompt: is answered, and the program ends; nil: a person talks with it.
    package func words(
        takingUp id: String, isLive: Bool, prompt: String? = nil
    ) throws(TalkRefusal) -> TalkWords {
        guard let resume else { throw .neither }
        guard resume.fork != nil || !isLive else { throw .isLive }
        var arguments = resume.named + [id] + (resume.fork ?? [])
        if let prompt {
            // Of two subcommands nobody knows how they go together.
            guard let form = nonInteractive, !(resume.isSubcommand && form.isSubcommand) else { throw .noOnePrompt }
            arguments += form.arguments + [prompt]
        }
        return TalkWords(arguments, isCopy: resume.fork != nil)
    }
}

extension ResumeForm {
    fileprivate var isSubcommand: Bool { named.first.map { !$0.hasPrefix("-") } ?? false }
}

extension NonInteractiveForm {
    fileprivate var isSubcommand: Bool { arguments.first.map { !$0.hasPrefix("-") } ?? false }
}
