/// How a step of a molecule stands.
package enum StepState: String, Hashable, Sendable, Codable, CaseIterable {
    /// For what it needs.
    case waiting
    /// For its gate.
    case gated
    /// Anybody who may can claim it.
    case ready
    case claimed
    /// Failed, and waits until it is tried again.
    case resting
    case done
    /// Its condition was false, or all that it needs was skipped.
    case skipped
    /// For the last time: a person decides.
    case failed

    /// What needs it need not wait any more.
    package var isEnded: Bool { self == .done || self == .skipped }
}
