/// A guard's name, as the settings of agents have it.
enum GuardName: String, CaseIterable, Encodable {
    case dangerousCommand = "dangerous-command"
    case prWorkflow = "pr-workflow"
    case bdInit = "bd-init"
    case molPatrol = "mol-patrol"

    var sentence: String {
        switch self {
        case .dangerousCommand: "the system's programs and files, everything above the worktree, forced pushes"
        case .prWorkflow: "ways around the merge queue: pull requests, pushes to the target, branches of one's own"
        case .bdInit: "a second ledger beside the town's"
        case .molPatrol: "patrols, which the services do"
        }
    }
}

/// A kind of call that a guard does not let through.
struct GuardRule: Sendable {
    let name: GuardName
    let pattern: GuardPattern
    /// What is wrong with it, and what to do instead.
    let reason: String
    let instead: String

    /// The table: the first rule that a call fits decides.
    static let all: [GuardRule] = [
        GuardRule(
            name: .dangerousCommand, pattern: .program(["sudo", "doas", "su", "pkexec", "run0"]),
            reason: "nobody is there to type a password, and no work on a repository needs another user's rights",
            instead: "do without, or ask: gt escalate"),
        GuardRule(
            name: .dangerousCommand,
            pattern: .verb(
                ["apt", "apt-get", "aptitude", "dnf", "microdnf", "yum", "zypper", "brew", "snap", "port"], ["install"]),
            reason: "packages of the machine are its owner's to install", instead: "ask: gt escalate"),
        GuardRule(
            name: .dangerousCommand, pattern: .verb(["apk"], ["add"]),
            reason: "packages of the machine are its owner's to install", instead: "ask: gt escalate"),
        GuardRule(
            name: .dangerousCommand, pattern: .verb(["pacman"], ["-S"]),
            reason: "packages of the machine are its owner's to install", instead: "ask: gt escalate"),
        GuardRule(
            name: .dangerousCommand, pattern: .removal,
            reason: "it would remove what is not yours", instead: "name what you want to remove inside your worktree"),
        GuardRule(
            name: .dangerousCommand, pattern: .push(.forced),
            reason: "a forced push takes away what others have", instead: "commit, then gt done"),
        GuardRule(
            name: .prWorkflow, pattern: .words("gh", ["pr", "create"]),
            reason: "work lands through the merge queue", instead: "commit, then gt done"),
        GuardRule(
            name: .prWorkflow, pattern: .words("gh", ["pr", "merge"]),
            reason: "work lands through the merge queue", instead: "commit, then gt done"),
        GuardRule(
            name: .prWorkflow, pattern: .push(.target),
            reason: "only the refinery moves the target branch", instead: "commit, then gt done"),
        GuardRule(
            name: .prWorkflow, pattern: .branching,
            reason: "this worktree has its branch, and what is on another one is not handed in",
            instead: "commit where you are"),
        GuardRule(
            name: .bdInit, pattern: .words("bd", ["init"]),
            reason: "the town has a ledger", instead: "gt bead create, or bd create"),
        GuardRule(
            name: .bdInit, pattern: .words("gt", ["bd", "init"]),
            reason: "the town has a ledger", instead: "gt bead create, or bd create"),
        GuardRule(
            name: .molPatrol, pattern: .patrol,
            reason: "patrols are done by the services, in code", instead: "gt status shows what they see"),
    ]
}

/// What a call must be like. Cases for what words alone don't say.
enum GuardPattern: Hashable, Sendable {
    /// Any call of these.
    case program([String])
    /// One of these words before any other that is no option, or an option that begins like this.
    case verb([String], [String])
    /// The first words that are no options.
    case words(String, [String])
    /// `rm -r` of something that is not the session's own.
    case removal
    case push(Push)
    /// A new branch in a polecat's worktree.
    case branching
    /// `bd mol pour` and its like of a patrol.
    case patrol

    enum Push: Hashable, Sendable { case forced, target }
}
