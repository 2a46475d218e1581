package import TownModel

/// What has come to the town's sockets since the store began, and who is let in from where.
package struct BusStatus: Query {
    package typealias Reply = BusReport
    package static let verb = "bus.status"

    package init() {}
}

package struct BusReport: Codable, Hashable, Sendable {
    /// Connections taken.
    package var accepted: Int
    /// Connections that could not be taken.
    package var acceptsFailed: Int
    /// Connections that ended before they had proven anything: not our protocol, or not encrypted.
    package var failedHandshakes: Int
    /// Connections over TCP whose key is not on the list.
    package var refusedKeys: Int
    /// Messages that were no requests.
    package var malformed: Int
    /// Messages of other users' processes.
    package var strangers: Int
    /// Requests answered with `busy` because their connection had too many under way.
    package var busy: Int
    /// Answers that their callers were not there for any more.
    package var droppedAnswers: Int
    /// Times that nobody was let in for want of descriptors.
    package var crowds: Int
    /// Open descriptors at the last count, and how many there may be.
    package var descriptors: Int
    package var descriptorsMax: Int
    /// How other machines come in; nil: they don't.
    package var remote: RemoteReport?

    package init(
        accepted: Int, acceptsFailed: Int, failedHandshakes: Int, refusedKeys: Int, malformed: Int, strangers: Int,
        busy: Int, droppedAnswers: Int, crowds: Int, descriptors: Int, descriptorsMax: Int, remote: RemoteReport?
    ) {
        self.accepted = accepted
        self.acceptsFailed = acceptsFailed
        self.failedHandshakes = failedHandshakes
        self.refusedKeys = refusedKeys
        self.malformed = malformed
        self.strangers = strangers
        self.busy = busy
        self.droppedAnswers = droppedAnswers
        self.crowds = crowds
        self.descriptors = descriptors
        self.descriptorsMax = descriptorsMax
        self.remote = remote
    }
}

package struct RemoteReport: Codable, Hashable, Sendable {
    package var requests: TCPAddress
    package var feed: TCPAddress
    /// The town's own, which clients must know; nil where there is a problem with it.
    package var townKey: PublicKey?
    /// Why nobody is let in, though the configuration wants it.
    package var problem: String?

    package init(requests: TCPAddress, feed: TCPAddress, townKey: PublicKey?, problem: String?) {
        self.requests = requests
        self.feed = feed
        self.townKey = townKey
        self.problem = problem
    }
}
