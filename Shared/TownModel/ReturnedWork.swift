/// What was handed in, came back from the merge queue, and is not mended yet: what its next worker is told.
package struct ReturnedWork: Hashable, Sendable, Codable {
    /// Its head is kept; `fault`, `reason` and `log` say what failed.
    package var request: MergeRequest
    /// How often work on its bead has come back with this fault since a person was last asked, this time counted.
    package var times: Int
    /// At this many a person is asked.
    package var timesMax: Int

    package init(request: MergeRequest, times: Int, timesMax: Int) {
        self.request = request
        self.times = times
        self.timesMax = timesMax
    }
}

/// Why a request can't land as it is.
package enum MergeFault: String, Codable, Hashable, Sendable, CaseIterable {
    /// It does not merge with what has landed.
    case conflict
    /// A gate did not pass.
    case failure
}
