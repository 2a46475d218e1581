/// One thing that `gt doctor` looks at.
struct Check: Sendable {
    /// As it is shown and as programs know it: `guard-hook`.
    let name: String
    /// Why it matters: shown with what is not fine.
    let why: String
    /// Throws when it can't be told; that is shown as unknown, never as fine.
    let look: @Sendable (Examination) async throws -> [Finding]
    /// Puts right what is safe to put right, and says what it did. nil: nothing here is repaired by a program.
    let repair: (@Sendable (Examination) async throws -> String)?

    init(
        _ name: String, why: String, look: @escaping @Sendable (Examination) async throws -> [Finding],
        repair: (@Sendable (Examination) async throws -> String)? = nil
    ) {
        self.name = name
        self.why = why
        self.look = look
        self.repair = repair
    }
}

/// How one thing was found.
enum Verdict: String, Encodable, Hashable, CaseIterable {
    case fine
    /// Works, and deserves a look.
    case warning
    case broken
    /// Could not be told: as little fine as broken.
    case unknown
}

/// What one look found.
struct Finding: Encodable, Hashable {
    var verdict: Verdict
    /// What was looked at: a path, a program, a rig.
    var looked: String
    var saw: String
    /// What to do about it; nil when it is fine.
    var next: String?

    static func fine(_ looked: String, _ saw: String) -> Finding {
        Finding(verdict: .fine, looked: looked, saw: saw, next: nil)
    }

    static func warning(_ looked: String, _ saw: String, next: String) -> Finding {
        Finding(verdict: .warning, looked: looked, saw: saw, next: next)
    }

    static func broken(_ looked: String, _ saw: String, next: String) -> Finding {
        Finding(verdict: .broken, looked: looked, saw: saw, next: next)
    }

    static func unknown(_ looked: String, _ saw: String, next: String) -> Finding {
        Finding(verdict: .unknown, looked: looked, saw: saw, next: next)
    }
}

/// What one check came to, with `--fix` before and after.
struct CheckReport: Encodable, Hashable {
    var check: String
    var why: String
    /// The last look.
    var findings: [Finding]
    var repair: Repair?

    struct Repair: Encodable, Hashable {
        /// What was done; nil when it failed.
        var did: String?
        var problem: String?
        /// What was found before.
        var before: [Finding]
    }

    var isFine: Bool { findings.allSatisfy { $0.verdict == .fine } }
}
