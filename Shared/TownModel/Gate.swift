/// A command that must exit 0 on the tree before it may land.
package struct Gate: Hashable, Sendable, Codable {
    package var name: String
    /// Run by `sh -c` in a worktree that the gates of one run share.
    package var command: String
    package var timeoutSeconds: Int
    /// It waits for all gates of earlier phases, unless `needs` says otherwise.
    package var phase: GatePhase?
    /// Names of the gates that must have passed before it starts; nil: what its phase says, or the gate before it.
    package var needs: [String]?
    /// nil: none, also in rows of earlier versions.
    private var environmentNames: [String]?
    /// nil: no, also in rows of earlier versions.
    private var flaky: Bool?

    /// Names of variables of the Refinery's own environment that it is given.
    package var environment: [String] {
        get { environmentNames ?? [] }
        set { environmentNames = newValue.isEmpty ? nil : newValue }
    }

    /// Stands in rig.toml as a flake.
    package var isFlaky: Bool {
        get { flaky ?? false }
        set { flaky = newValue ? true : nil }
    }

    package init(
        name: String, command: String, timeoutSeconds: Int = 600, phase: GatePhase? = nil, needs: [String]? = nil,
        environment: [String] = [], isFlaky: Bool = false
    ) {
        self.name = name
        self.command = command
        self.timeoutSeconds = timeoutSeconds
        self.phase = phase
        self.needs = needs
        self.environment = environment
        self.isFlaky = isFlaky
    }
}

/// When a gate's turn is, in this order. What fits in none of them says what it `needs`.
package enum GatePhase: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case setup
    case build
    case lint
    case test

    package static func < (one: GatePhase, other: GatePhase) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .setup: 0
        case .build: 1
        case .lint: 2
        case .test: 3
        }
    }

    /// For messages: `setup, build, lint or test`.
    package static let names: String = {
        let all = allCases.map(\.rawValue)
        return "\(all.dropLast().joined(separator: ", ")) or \(all.suffix(1).joined())"
    }()
}

package struct GateResult: Hashable, Sendable, Codable {
    package var name: String
    /// nil when it did not end by itself (timeout, signal, cut off): not passed.
    package var exitCode: Int32?
    package var milliseconds: Int64
    package var note: String?
    /// All it said: a path relative to the town's directory; nil: nothing was run.
    package var log: String?

    package init(name: String, exitCode: Int32?, milliseconds: Int64, note: String? = nil, log: String? = nil) {
        self.name = name
        self.exitCode = exitCode
        self.milliseconds = milliseconds
        self.note = note
        self.log = log
    }

    package var passed: Bool { exitCode == 0 }
}
