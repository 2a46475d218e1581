#if DEBUG
    internal import Glibc

    /// Deliberate defects, one at a time, named by the environment variable GT_MUTANT: `make mutants` checks that the
    /// unchanged tests fail on each. Not in release builds.
    ///
    /// A site asks `Mutant.active == .answerBeforeCommit` inside its own `#if DEBUG`.
    package enum Mutant: String, Sendable, CaseIterable {
        /// A bead is closed when it is handed in, not when it lands.
        case closeOnSubmit = "close-on-submit"
        /// Commands with an old role token are carried out.
        case noTokenCheck = "no-token-check"
        /// Hands act before their intent is committed.
        case actBeforeIntent = "act-before-intent"
        /// A worktree's path does not carry the assignment's number.
        case reuseWorktreePath = "reuse-worktree-path"
        /// A role's command ids are made from the event that led to them.
        case idFromEvent = "id-from-event"
        /// A tip that is in the target already is stacked and landed again.
        case restackLanded = "restack-landed"
        /// Who shows no key is taken for the overseer.
        case keylessIsOverseer = "keyless-is-overseer"
        /// Callers are answered before their batch is on disk.
        case answerBeforeCommit = "answer-before-commit"
        /// A command is accepted into the spool before its file is on disk.
        case spoolWithoutFsync = "spool-without-fsync"
        /// Events are published before their batch is on disk.
        case publishBeforeCommit = "publish-before-commit"
        /// A command that comes again is carried out again.
        case skipIDLookUp = "skip-id-look-up"
        /// A follower of the log does not hear where it ends.
        case ignoreHeads = "ignore-heads"
        /// Who asks for what comes after a sequence that the log never had is told that nothing is new.
        case silenceBeyondHead = "silence-beyond-head"
        /// A refused command is refused for ever: its id has that answer.
        case keepRefusals = "keep-refusals"

        package static let active: Mutant? = getenv("GT_MUTANT").flatMap { Mutant(rawValue: String(cString: $0)) }
    }
#endif
