package import TownModel

// What the world said: the outcomes of the Refinery's hands.

/// What came of bringing a target up to date and building a stack on it.
package enum Preparation: Hashable, Sendable {
    case seen(Sight)
    /// The remote does not answer: nothing is known of the target.
    case away(reason: String)
    /// This machine could not do it (disk, git itself): not the request's fault.
    case disturbed(reason: String)
}

/// A target as it is now, and what requests mean to it.
package struct Sight: Hashable, Sendable {
    /// Set when somebody else has moved the target since our last landing.
    package var foreignMove: TargetMove?
    /// Those that merge, in the order that was asked for; perhaps none.
    package var stack: Stack
    /// What became of the others.
    package var aside: [BeadID: Finding]

    package init(foreignMove: TargetMove? = nil, stack: Stack, aside: [BeadID: Finding] = [:]) {
        self.foreignMove = foreignMove
        self.stack = stack
        self.aside = aside
    }
}

/// Why a request is in no stack.
package enum Finding: Hashable, Sendable {
    /// Its head, or a commit with its trailer, is in the target's history already.
    case contained(LandingProof)
    /// It does not merge with the target, which stands there; the files that collide.
    case conflict(files: [String], base: CommitID)
    /// It merges with the target, and not with what lies below it in the stack; no files: its work is in theirs.
    case crowded(files: [String], on: [BeadID])
    /// It can never be merged as it is: its head is not in the repository.
    case unusable(reason: String)
}

/// What came of a run of the gates.
package enum GateReport: Hashable, Sendable {
    case green([GateResult])
    case red(GateFailure)
    /// The run ended without a verdict because its Refinery did; nothing of it is left.
    case cutShort
    /// The gates could not be run at all (no room for the worktree): not the request's fault.
    case disturbed(reason: String)
}

package struct GateFailure: Hashable, Sendable {
    /// All that ran, the failed one last.
    package var results: [GateResult]
    package var gate: String
    package var verdict: GateVerdict
    /// The end of its output, safe to show.
    package var excerpt: String
    /// The whole output: a path relative to the town's directory.
    package var log: String

    package init(results: [GateResult], gate: String, verdict: GateVerdict, excerpt: String, log: String) {
        self.results = results
        self.gate = gate
        self.verdict = verdict
        self.excerpt = excerpt
        self.log = log
    }
}

/// Why a gate did not pass. Only exit status 0 passes.
package enum GateVerdict: Hashable, Sendable {
    case failed(status: Int32)
    /// Exit status 127.
    case missingCommand
    /// Exit status 126.
    case notExecutable
    case signalled(Int32)
    case timedOut(seconds: Int)
    /// It wrote more than a log may hold.
    case saidTooMuch(megabytes: Int)

    /// What the shell's exit status means; nil: passed.
    package init?(exitStatus: Int32) {
        switch exitStatus {
        case 0: return nil
        case 126: self = .notExecutable
        case 127: self = .missingCommand
        default: self = .failed(status: exitStatus)
        }
    }

    /// The gate has judged nothing: perhaps no worker can repair that, so a person is told too.
    package var isLoud: Bool {
        switch self {
        case .missingCommand, .notExecutable, .signalled, .timedOut, .saidTooMuch: true
        case .failed: false
        }
    }

    package var sentence: String {
        switch self {
        case .failed(let status): "failed with exit status \(status)"
        case .missingCommand: "did not pass: its command was not found (exit status 127)"
        case .notExecutable: "did not pass: its command can't be executed (exit status 126)"
        case .signalled(let signal): "did not pass: it was ended by signal \(signal)"
        case .timedOut(let seconds): "did not pass: it was not finished after \(seconds) s and was ended"
        case .saidTooMuch(let megabytes): "did not pass: it wrote more than \(megabytes) MB and was ended"
        }
    }
}

/// Where the target stands, seen from a landing. The remote's ref is the truth where there is a remote.
package enum TargetPosition: Hashable, Sendable {
    /// At the tip, or beyond it.
    case containsTip
    /// Where the candidate was built on.
    case atBase
    case elsewhere(CommitID)
    case away(reason: String)
    /// This machine could not find out, or could not take over what it found.
    case disturbed(reason: String)
}

/// What came of moving the target.
package enum MoveOutcome: Hashable, Sendable {
    /// Tried; this is what was read back.
    case tried(TargetPosition)
    /// The remote answers and does not take it: permissions, a protected branch, a hook.
    case refused(reason: String)
    /// The town's stop file is there: nothing was tried.
    case stopped
}
