/// How a kind of agent is run. Data only: whoever runs agents reads these properties, and never asks for a name.
///
/// What nobody knows of a program is nil, never guessed.
package struct AgentPreset: Hashable, Sendable, Codable {
    package var name: String
    /// Program and arguments. A program without a slash is looked up in the session's PATH.
    package var command: [String]
    package var firstPrompt: FirstPrompt?
    /// Before the prompt, where that is given after a flag.
    package var promptFlag: String?
    /// Whether it talks with a person, or the town, through a terminal. One that does not gets none, even in a pane.
    package var readsTerminal: Bool
    /// A further attempt begins at the target's head, without what the attempt before left or handed in.
    package var restartsClean: Bool
    /// Variables of the Witness's environment that the agent sees, beside those that every session has.
    package var environment: [String]
    package var nonInteractive: NonInteractiveForm?
    package var resume: ResumeForm?
    /// In which the program names its own session to what it starts.
    package var sessionVariable: String?
    /// The file in which the program looks for commands to run at its turns, from the top of its directory.
    package var hooksFile: String?
    /// The name of the `HookDialect` in which it is told of hooks by files outside the user's tree; nil: it is told of none.
    package var hooks: String?
    /// The name of the `TranscriptDialect` in which it writes its conversations down; nil: none that is known.
    package var transcripts: String?
    /// What its line begins with when it waits for a prompt for the first time.
    package var readySign: String?
    /// After so many seconds it is taken to be ready, where there is no better sign.
    package var readySeconds: Int?
    /// What its line begins with whenever it waits for a prompt.
    package var idleSign: String?
    /// The line in which it takes a prompt; nil: nothing can be typed to it.
    package var promptLine: PromptLine?
    /// How it is told things as lines of JSON on its stdin; nil: it can't be.
    package var stream: StreamForm?
    /// Words on its screen that mean: no more for now.
    package var rateLimitSigns: [String]?
    /// The file of the user's repository that it reads by itself.
    package var instructionsFile: String?
    /// Make it print its version.
    package var versionArguments: [String]?
    /// With what it was run and seen to work; nil: shown as `unverified`.
    package var verifiedWith: String?

    package init(
        name: String, command: [String], firstPrompt: FirstPrompt? = nil, promptFlag: String? = nil,
        readsTerminal: Bool = true, restartsClean: Bool = false, environment: [String] = [],
        nonInteractive: NonInteractiveForm? = nil, resume: ResumeForm? = nil, sessionVariable: String? = nil,
        hooksFile: String? = nil, hooks: String? = nil, readySign: String? = nil, readySeconds: Int? = nil,
        idleSign: String? = nil,
        rateLimitSigns: [String]? = nil, instructionsFile: String? = nil, versionArguments: [String]? = nil,
        verifiedWith: String? = nil, promptLine: PromptLine? = nil, stream: StreamForm? = nil,
        transcripts: String? = nil
    ) {
        self.transcripts = transcripts
        self.name = name
        self.command = command
        self.firstPrompt = firstPrompt
        self.promptFlag = promptFlag
        self.readsTerminal = readsTerminal
        self.restartsClean = restartsClean
        self.environment = environment
        self.nonInteractive = nonInteractive
        self.resume = resume
        self.sessionVariable = sessionVariable
        self.hooksFile = hooksFile
        self.hooks = hooks
        self.readySign = readySign
        self.readySeconds = readySeconds
        self.idleSign = idleSign
        self.rateLimitSigns = rateLimitSigns
        self.instructionsFile = instructionsFile
        self.versionArguments = versionArguments
        self.verifiedWith = verifiedWith
        self.promptLine = promptLine
        self.stream = stream
    }
}

extension AgentPreset {
    /// Another attempt goes on from what an earlier one handed in: whoever thinks mends its own work, and what only carries
    /// out a text begins anew.
    package var startsFromKeptWork: Bool { !restartsClean }

    /// Its first prompt is typed into its terminal, by whoever watches that.
    package var isPromptedByTyping: Bool { readsTerminal && firstPrompt == .pasted }

    package var isVerified: Bool { verifiedWith != nil }

    /// What is looked up, or a path.
    package var program: String { command.first ?? "" }

    /// Why nobody can be set to work with it unattended; nil for one with which that can be done.
    package var whyNotYet: String? {
        guard readsTerminal else {
            guard firstPrompt == .message, stream == nil else { return nil }
            return "how \(name) is told something on its stdin is not known (stdin_message)"
        }
        return switch firstPrompt {
        case nil: "how \(name) is told what to do at its start is not known (prompt)"
        case .input, .message: "\(name) has a terminal as its stdin, so its first prompt can't be that (prompt)"
        case .pasted where promptLine == nil:
            "\(name) is to have its first prompt typed, and what its line begins with is not known (prompt_sign)"
        case .some(.none), .argument, .flag, .pasted: nil
        }
    }
}

/// How an agent is told what to do when it starts.
package enum FirstPrompt: String, Hashable, Sendable, Codable, CaseIterable {
    /// It finds out by itself (`gt hook`).
    case none
    /// From a private file as its stdin.
    case input
    /// As its last argument.
    case argument
    /// As its last argument, after a flag.
    case flag
    /// Into its terminal, once it is ready.
    case pasted
    /// As the first of the messages on its stdin.
    case message
}

/// How a program takes one prompt, answers and ends.
package struct NonInteractiveForm: Hashable, Sendable, Codable {
    /// Between the program and the prompt.
    package var arguments: [String]
    /// Make it answer in JSON; nil where that is not known.
    package var output: [String]?

    package init(_ arguments: [String], output: [String]? = nil) {
        self.arguments = arguments
        self.output = output
    }
}

/// How a program takes up an earlier conversation.
package struct ResumeForm: Hashable, Sendable, Codable {
    /// Before the id of the conversation: a flag, or the words of a subcommand.
    package var named: [String]
    /// The last one, without an id.
    package var latest: [String]?
    /// Beside the others: goes on as a copy and leaves the old one alone.
    package var fork: [String]?

    package init(_ named: [String], latest: [String]? = nil, fork: [String]? = nil) {
        self.named = named
        self.latest = latest
        self.fork = fork
    }
}
