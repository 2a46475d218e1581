import Wire

/// The limits and defaults of the town's sockets. None is changed while a socket lives.
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

    /// Requests of one peer that wait for their answers; more are answered with `busy`. A role has a handful.
    static let inFlightMax = 256
    /// What a peer that has too many is told to wait, in milliseconds.
    static let busyMilliseconds: Int64 = 200
    /// Peers whose requests are counted; those who left before their answer are among them.
    static let peersRememberedMax = 20_000

    /// Of the descriptors that the kernel allows: above, nobody is let in; below the second, everybody again.
    static let descriptorsPercentMax = 80
    static let descriptorsPercentAgain = 70
    /// What is heard of arrivals before the number of descriptors is looked at.
    static let arrivalsPerTurnMax = 32
    /// How often they are counted while the doors are closed.
    static let crowdedCountEvery: Duration = .seconds(1)

    /// Over TCP: how long a connection may take to be made.
    static let connectMilliseconds: Int32 = 5_000
    /// A dead peer behind a router that forgets connections is noticed after two minutes.
    static let keepaliveIdleSeconds: Int32 = 60
    static let keepaliveEverySeconds: Int32 = 10
    static let keepaliveProbes: Int32 = 6
    /// Bytes that nobody confirms for so long end the connection.
    static let retransmitMilliseconds: Int32 = 30_000
    /// The port of a closed socket is free some milliseconds later.
    static let rebindPause: Duration = .milliseconds(10)
    /// How long the visitor without a known key may take to be refused, before nobody is let in.
    static let trialMax: Duration = .seconds(10)
}

/// How patient the sockets of one kind of connection are; all in milliseconds.
struct Pace: Sendable {
    /// Wait before a lost connection is tried again, doubling from the first to the last.
    var reconnectFirst: Int32
    var reconnectMax: Int32
    /// A peer that does not finish the handshake holds a descriptor no longer than this.
    var handshake: Int32
    /// libzmq's own heartbeat: how often, how long for the answer, how long the other end may wait for us. The last
    /// travels in tenths of a second in 16 bits: over 65.5 s it breaks the link.
    var heartbeat: Int32
    var heartbeatTimeout: Int32
    var heartbeatLife: Int32

    static let local = Pace(
        reconnectFirst: 50, reconnectMax: 2_000, handshake: 3_000, heartbeat: 2_000, heartbeatTimeout: 6_000,
        heartbeatLife: 10_000)
    static let remote = Pace(
        reconnectFirst: 50, reconnectMax: 30_000, handshake: 10_000, heartbeat: 15_000, heartbeatTimeout: 45_000,
        heartbeatLife: 60_000)
}
