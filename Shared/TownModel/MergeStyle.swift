/// How a request's work becomes commits on the target.
package enum MergeStyle: String, Hashable, Sendable, Codable, CaseIterable {
    /// One merge commit for each request, whose second parent is the work.
    case merge
    /// One commit for each request, with all its changes.
    case squash
    /// The request's own commits, made again one on the other.
    case rebase
}
