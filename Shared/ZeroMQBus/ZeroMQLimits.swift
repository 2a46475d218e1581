import Wire

/// The limits and defaults of the town's sockets over ipc. None is changed while a socket lives.
package enum ZeroMQLimits {
    /// Older libraries let a bad peer run code (CVE-2020-15166 and others, fixed by 4.3.3); 4.3.4 was measured.
    package static let versionMin: (Int32, Int32, Int32) = (4, 3, 4)
    /// A socket's path, in bytes: the kernel's `sun_path` less its closing zero.
    package static let socketPathBytesMax = 107

    /// What waits in libzmq for one peer, in whole messages; never in bytes. A slow peer loses beyond it.
    static let clientMessagesMax: Int32 = 256
    static let requestMessagesMax: Int32 = 1_000
    static let feedMessagesMax: Int32 = 10_000
    /// Bytes of one frame: a larger one costs its sender the connection.
    static let frameBytesMax = Int64(WireLimits.messageBytesMax)
    /// Bytes of one frame that a subscriber may send: subscriptions are at most a topic long.
    static let subscriptionBytesMax: Int64 = 64 << 10
    /// Connections that wait to be accepted: all roles reconnect at once after a restart.
    static let backlog: Int32 = 1_024

    /// Wait before a lost connection is tried again, doubling from the first to the last, in milliseconds.
    static let reconnectFirstMilliseconds: Int32 = 50
    static let reconnectMaxMilliseconds: Int32 = 2_000
    /// A peer that does not finish the handshake holds a descriptor no longer than this.
    static let handshakeMilliseconds: Int32 = 3_000
    /// libzmq's own heartbeat: how often, how long for the answer, how long the other end may wait for us. The last
    /// travels in tenths of a second in 16 bits: over 65.5 s it breaks the link.
    static let heartbeatMilliseconds: Int32 = 2_000
    static let heartbeatTimeoutMilliseconds: Int32 = 6_000
    static let heartbeatLifeMilliseconds: Int32 = 10_000
    /// No call ever blocks longer; ours do not block at all.
    static let sendMilliseconds: Int32 = 250
    /// On closing, for the last answers only: an answer in hand is the sole proof of delivery.
    static let lastAnswersMilliseconds: Int32 = 500

    /// Silence after which a client asks whether the store is there: while it waits for an answer, while it listens.
    static let pingWaiting: Duration = .seconds(1)
    static let pingListening: Duration = .seconds(5)
    /// Unanswered pings after which the connection is made anew: a connection whose handshake failed never recovers
    /// and never says so (libzmq issue 4196).
    static let missedPongsMax = 3
    /// Heads come at least every 5 s; a subscription that is silent for longer than three is made anew.
    static let feedSilenceMax: Duration = .seconds(16)
    /// How long `listen` waits for the store to confirm the subscription.
    static let listenWait: Duration = .milliseconds(500)
    /// How long a signal waits for a connection before it is dropped: nothing is promised of it.
    static let signalWait: Duration = .seconds(1)
    static let signalsWaitingMax = 256
    /// Messages taken from one socket before the others have their turn.
    static let messagesPerTurnMax = 256
    /// How long a stop may take; then the process ends without it, nothing durable is in a socket.
    static let stopWait: Duration = .seconds(2)
}
