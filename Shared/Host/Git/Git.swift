/// The git binary, for one repository (a bare clone) and, where an operation needs one, a worktree of it.
///
/// Every call says where it works and sees nothing of the caller's own set-up: no system or user configuration, no
/// hooks but the clone's own, no file system monitor, no prompts, English answers. Only what must speak to a remote
/// as the caller (`credentials`) sees the caller's configuration, and then too with those settings fixed.
package struct Git: Sendable {
    /// Absolute path of the bare clone.
    package let repository: String
    /// Who may move guarded refs; the clone's guard hook asks for it.
    package let writer: RefWriter?
    /// The caller's environment, for what goes to a remote.
    package let credentials: [String: String]
    package let runner: CommandRunner

    package init(
        repository: String, writer: RefWriter? = nil, credentials: [String: String] = HostEnvironment.own,
        runner: CommandRunner = CommandRunner()
    ) {
        self.repository = repository
        self.writer = writer
        self.credentials = credentials
        self.runner = runner
    }

    /// The value of `GT_REF_WRITER`: whose hand moves a guarded ref.
    package enum RefWriter: String, Hashable, Sendable, CaseIterable {
        case refinery
        /// Saves work under `refs/gt/rescue/`.
        case witness
        /// Pins a head under `refs/gt/submitted/`.
        case done
    }

    /// One call of git.
    struct Call {
        var arguments: [String]
        /// Where it works; nil: in the bare clone itself.
        var directory: String?
        var input: [UInt8] = []
        var environment: [String: String] = [:]
        var usesCredentials = false
        /// nil: the limit of its kind in `HostLimits`.
        var limit: Duration?
        /// Exit statuses that are answers, not failures.
        var accepts: Set<Int32> = [0]
        var outputBytesMax = HostLimits.outputBytesMax
        /// Whether the clone's hooks have a say. Not where nothing moves that they guard: each is a shell of its own.
        var hasHooks = true
    }

    @discardableResult
    func run(_ call: Call) async throws(HostError) -> CommandResult {
        var environment = call.usesCredentials ? callerEnvironment() : Self.closedEnvironment
        if let writer { environment["GT_REF_WRITER"] = writer.rawValue }
        environment.merge(call.environment) { $1 }
        let result = try await runner.run(
            CommandSpec(
                program: "git", arguments: fixedSettings(call) + call.arguments, environment: environment,
                directory: call.directory ?? repository, input: call.input,
                output: .captured(bytesMax: call.outputBytesMax),
                limit: call.limit ?? (call.usesCredentials ? HostLimits.gitRemote : HostLimits.gitLocal)))
        guard case .exited(let status) = result.ending, call.accepts.contains(status) else {
            throw .git(arguments: call.arguments, status: result.ending.status, said: result.errorTail)
        }
        return result
    }

    /// The single line that git answered.
    func line(_ arguments: [String], in directory: String? = nil) async throws(HostError) -> String {
        try await run(Call(arguments: arguments, directory: directory)).outputText.trimmed
    }

    /// Given on the command line they win over every configuration file, the clone's own included (which whoever works
    /// in a worktree can write).
    private func fixedSettings(_ call: Call) -> [String] {
        [
            "core.hooksPath=\(call.hasHooks ? "\(repository)/hooks" : "/dev/null")", "core.fsmonitor=false",
            "core.untrackedCache=false",
            "core.quotePath=false", "gc.auto=0", "maintenance.auto=false", "commit.gpgSign=false",
            "tag.gpgSign=false", "advice.detachedHead=false", "fetch.recurseSubmodules=false",
            "submodule.recurse=false",
        ].flatMap { ["-c", $0] }
    }

    private static let always = [
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "GIT_EDITOR": "false",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "GIT_OPTIONAL_LOCKS": "0",
    ]

    /// For operations of our own.
    private static var closedEnvironment: [String: String] {
        always.merging(
            [
                "PATH": HostEnvironment.path, "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Gas Town",
                "GIT_AUTHOR_EMAIL": "gastown@localhost",
                "GIT_COMMITTER_NAME": "Gas Town", "GIT_COMMITTER_EMAIL": "gastown@localhost",
            ]
        ) { $1 }
    }

    /// For what must prove to a remote who asks: all the caller has, but no variable that leads git to another
    /// repository, and no question on a terminal.
    private func callerEnvironment() -> [String: String] {
        var environment = credentials.filter { name, _ in
            !name.hasPrefix("GIT_") || Self.credentialVariables.contains(name)
        }
        if environment["GIT_SSH_COMMAND"] == nil { environment["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes" }
        environment["PATH"] = environment["PATH"] ?? HostEnvironment.path
        // A window that asks is a question too, which nobody is there to answer.
        environment["SSH_ASKPASS"] = nil
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        return environment.merging(Self.always) { $1 }
    }

    private static let credentialVariables: Set<String> = [
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_SSL_CAINFO",
    ]
}
