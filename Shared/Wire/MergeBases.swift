package import TownModel

/// A file of beads that is shared with others: which state of it they and this ledger last both knew.
///
/// It lies in the ledger, so that a restored one knows what it knew then: what others have changed since is a change, and
/// not what they had all along.
package struct MergeBase: Codable, Hashable, Sendable {
    /// A state of the file, and the commit that had it.
    package struct State: Codable, Hashable, Sendable {
        /// git's id of the bytes.
        package var blob: String
        package var commit: CommitID

        package init(blob: String, commit: CommitID) {
            self.blob = blob
            self.commit = commit
        }
    }

    /// The last that was merged, or that was written here and is at the remote; nil: none.
    package var known: State?
    /// Written here and about to be pushed: whether it has got there is seen at the next fetch.
    package var offered: State?

    package init(known: State? = nil, offered: State? = nil) {
        self.known = known
        self.offered = offered
    }
}

/// Of every file that was ever shared, by its name: `beads/web` is the town's own `web.jsonl`, `branch/web` the file in
/// that rig's branch.
package struct MergeBases: Query {
    package typealias Reply = MergeBaseList
    package static let verb = "bead.merge-bases"

    package init() {}
}

package struct MergeBaseList: Codable, Hashable, Sendable {
    package var files: [String: MergeBase]

    package init(files: [String: MergeBase]) { self.files = files }
}

/// What an import has taken in becomes the base of the next merge, in the import's own transaction.
package struct MergedFile: Codable, Hashable, Sendable {
    package var name: String
    package var state: MergeBase.State
    /// The blob that was the base of this merge; refused when the ledger has another one by now.
    package var over: String?

    package init(name: String, state: MergeBase.State, over: String?) {
        self.name = name
        self.state = state
        self.over = over
    }
}

/// These states are about to be pushed.
package struct MergeOffer: Command {
    package typealias Reply = Done
    package static let verb = "bead.merge-offer"
    package var commit: CommitID
    /// Blobs, by the file's name.
    package var blobs: [String: String]

    package init(commit: CommitID, blobs: [String: String]) {
        self.commit = commit
        self.blobs = blobs
    }
}

/// The remote has what was offered in this commit: of these files it is the base of the next merge.
package struct MergeAgree: Command {
    package typealias Reply = Done
    package static let verb = "bead.merge-agree"
    package var commit: CommitID
    package var names: [String]

    package init(commit: CommitID, names: [String]) {
        self.commit = commit
        self.names = names
    }
}
