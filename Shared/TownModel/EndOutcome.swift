/// What became of ending one very process.
package enum EndOutcome: Equatable, Sendable {
    /// That very process was there and got SIGKILL.
    case killed
    /// It was gone before: nothing was done, and nothing is said.
    case absent
    /// It could not be ended: why.
    case failed(String)
}
