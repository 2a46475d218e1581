/// What the merges of a town's own Refinery bear, so that they are known again whatever a ledger says.
package enum LandingMark {
    /// Trailers.
    package static let bead = "Gt-Bead"
    package static let request = "Gt-Request"
    /// The head that was handed in, where it is no parent of the landing.
    package static let head = "Gt-Head"
    /// The committer's address: a worker's own message may quote a trailer.
    package static let committer = "refinery@gastown.localhost"
}
