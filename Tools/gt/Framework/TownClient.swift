import Bus
import Host
import TownModel
import Wire

/// A command's conversation with the store.
struct TownClient {
    /// Of the town on this machine; of one elsewhere nothing lies here (`RemoteCommands`).
    let layout: TownLayout
    private let remote: RemoteTown?
    let bus: any MessageBus
    /// Who speaks; nil may only read. The secret itself, as its file has it now.
    let readKey: @Sendable () throws(CommandFailure) -> String?
    /// What the user asked for with `--wait`.
    let wait: Duration?
    let screen: Screen
    /// In a small town: starts the store that nobody else starts.
    private let demand: StoreOnDemand?
    private let listeningSince: Timestamp?
    /// How long somebody who is there may take to say so.
    let pongWait: Duration
    /// Whether the command that runs takes `--id`, to be repeated under the same id.
    var takesID = true

    /// `bus`: a connection that was begun before; nil opens one. In a small town the store is started if need be.
    ///
    /// - Parameter mayBeAway: a store that can't be started is then one that is away.
    init(
        layout: TownLayout, surroundings: Surroundings, wait: Duration?, screen: Screen, bus: (any MessageBus)? = nil,
        mayBeAway: Bool = false
    ) throws(CommandFailure) {
        self.layout = layout
        remote = nil
        self.wait = wait
        self.screen = screen
        pongWait =
            surroundings.value("GT_PONG_SECONDS").flatMap { Seconds(argument: $0) }?.duration
            ?? CommandLimits.pongWait
        demand = layout.isSmall ? StoreOnDemand(layout: layout, programs: HostEnvironment.programDirectory ?? "") : nil
        do {
            let isNew = try Self.start(demand, mayFail: mayBeAway)
            listeningSince = demand?.listeningSince
            // The store makes the key at its first start; a connection begun before is slow to find it.
            readKey = { () throws(CommandFailure) in try Self.key(layout, surroundings) }
            self.bus = if let bus, !isNew { bus } else { try TownConnection.open(layout) }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Whether it was started here.
    private static func start(_ demand: StoreOnDemand?, mayFail: Bool) throws(HostError) -> Bool {
        do throws(HostError) {
            return try demand?.start() ?? false
        } catch {
            guard mayFail else { throw error }
            // Its log says why; that nobody listens is found out again by whoever asks.
            return false
        }
    }

    /// A town on another machine. Who speaks is what the connection proves: no key is in any message.
    init(remote: RemoteTown, wait: Duration?, screen: Screen) throws(CommandFailure) {
        layout = TownLayout(root: "/nonexistent/\(remote.name)")
        self.remote = remote
        self.wait = wait
        self.screen = screen
        pongWait = CommandLimits.pongWait
        demand = nil
        listeningSince = nil
        readKey = { () throws(CommandFailure) in nil }
        do {
            bus = try remote.connect()
        } catch {
            throw CommandFailure(error)
        }
    }

    var isElsewhere: Bool { remote != nil }

    var absence: StoreAbsence { remote.map(StoreAbsence.init) ?? StoreAbsence(layout) }

    /// The same without a key: who only asks needs none.
    var asReader: TownClient {
        TownClient(self, readKey: { () throws(CommandFailure) in nil })
    }

    private init(_ client: TownClient, readKey: @escaping @Sendable () throws(CommandFailure) -> String?) {
        (layout, bus, wait, screen) = (client.layout, client.bus, client.wait, client.screen)
        (remote, pongWait) = (client.remote, client.pongWait)
        (demand, listeningSince, takesID) = (client.demand, client.listeningSince, client.takesID)
        self.readKey = readKey
    }

    /// A session speaks as its agent. Anybody else who can read the overseer's key is the overseer.
    static func key(_ layout: TownLayout, _ surroundings: Surroundings) throws(CommandFailure) -> String? {
        if let session = surroundings.value("GT_SESSION_DIR"), !session.isEmpty {
            return try Places.key("\(session)/key")
        }
        return try Places.key(layout.overseerKey)
    }

    /// Asks; 69 when the store does not answer.
    func query<Q: Query>(
        _ query: Q, within limit: Duration = CommandLimits.queryWait
    ) async throws(CommandFailure) -> Q.Reply {
        try await full(query, within: limit).reply
    }

    /// Asks, and says for which sequence the answer is true.
    func full<Q: Query>(
        _ query: Q, within limit: Duration = CommandLimits.queryWait
    ) async throws(CommandFailure) -> (reply: Q.Reply, headers: AnswerHeaders) {
        // Time for a long answer is no time for a store that is not there: looked at only where it makes a difference.
        let isLong = wait == nil && !isElsewhere && limit > CommandLimits.queryWait
        let limit = wait ?? (isLong && !isListening ? CommandLimits.queryWait : limit)
        let id = FreshID.command()
        // Reading needs no key: one that lies open for others is no reason to show nothing.
        let (key, problem) = keyOrProblem()
        do {
            return try await ask(query, id, key, within: limit)
        } catch {
            if let problem, case .refused = error { throw problem }
            guard case .bus(.away) = error else { throw CommandFailure(error) }
            throw absence.failure
        }
    }

    /// Tells; 75 with the command's id when the store does not answer within `--wait`. The same id again is carried
    /// out once, so an unanswered command is repeated without harm.
    func command<C: Command>(_ command: C, id: CommandID? = nil) async throws(CommandFailure) -> C.Reply {
        let id = id ?? FreshID.command()
        let limit = wait ?? CommandLimits.commandWait
        let key = try readKey()
        do {
            return try await tell(command, id, key, within: limit)
        } catch {
            guard case .bus(.away) = error else { throw CommandFailure(error) }
            throw absence.unsettled(id, takesID: takesID)
        }
    }

    /// One question, whatever it takes within the limit to bring it before a store.
    func ask<Q: Query>(
        _ query: Q, _ id: CommandID, _ key: String?, within limit: Duration
    ) async throws(BusFailure) -> (reply: Q.Reply, headers: AnswerHeaders) {
        try await againWhileBusy(limit) { (left) async throws(BusFailure) in
            try await renewing(key) { (key) async throws(BusFailure) in
                try await persistently(left, "an answer") { (limit) async throws(BusFailure) in
                    try await bus.query(query, id: id, headers: RequestHeaders(key: key), within: limit)
                }
            }
        }
    }

    /// The same of a command.
    func tell<C: Command>(
        _ command: C, _ id: CommandID, _ key: String?, within limit: Duration
    ) async throws(BusFailure) -> C.Reply {
        try await againWhileBusy(limit) { (left) async throws(BusFailure) in
            try await renewing(key) { (key) async throws(BusFailure) in
                let headers = RequestHeaders(key: key, deadlineMilliseconds: left.milliseconds)
                return try await persistently(left, "the store to take \(id)") { (limit) async throws(BusFailure) in
                    try await bus.command(command, id: id, headers: headers, within: limit)
                }.reply
            }
        }
    }

    /// A store that is busy has done nothing, and is asked again under the same id until the limit is over: then `busy` is
    /// the answer.
    private func againWhileBusy<Reply>(
        _ limit: Duration, _ attempt: (Duration) async throws(BusFailure) -> Reply
    ) async throws(BusFailure) -> Reply {
        let end = ContinuousClock.now + limit
        while true {
            do throws(BusFailure) {
                return try await attempt(ContinuousClock.now.duration(to: end))
            } catch {
                // As long again is left for the answer: what is asked at the last moment ends as a store that is silent.
                guard case .refused(let refusal) = error, refusal.code == .busy,
                    ContinuousClock.now + CommandLimits.busyPause * 2 < end
                else { throw error }
                Pause.take(CommandLimits.busyPause)
            }
        }
    }

    /// Only a town on this machine has a spool, and only who has a key leaves something in it.
    var maySpool: Bool { remote == nil && keyOrProblem().key != nil }

    func keyOrProblem() -> (key: String?, problem: CommandFailure?) {
        do {
            return (try readKey(), nil)
        } catch {
            return (nil, error)
        }
    }

    /// A key that was rotated while it was on its way is read again, once; the same id is carried out once.
    func renewing<Reply>(
        _ key: String?, _ attempt: (String?) async throws(BusFailure) -> Reply
    ) async throws(BusFailure) -> Reply {
        do {
            return try await attempt(key)
        } catch {
            guard case .refused(let refusal) = error, refusal.isUnknownKey else { throw error }
            let now = keyOrProblem().key
            guard let now, now != key else { throw error }
            return try await attempt(now)
        }
    }

    /// A small town's store may end, idle or killed, after it was found: then it is started again, once, and asked
    /// again.
    func standing<Reply>(
        _ attempt: () async throws(BusFailure) -> Reply
    ) async throws(BusFailure) -> Reply {
        do {
            return try await attempt()
        } catch .bus(.away(let endpoint)) {
            guard let demand else { throw .bus(.away(endpoint: endpoint)) }
            // Why it can't be started stands in its log, which the failure about its absence names.
            _ = try? demand.start()
            // Another command may have been faster; one that is there and silent is not asked twice.
            guard demand.listeningSince != listeningSince else { throw .bus(.away(endpoint: endpoint)) }
            return try await attempt()
        }
    }

    /// Whether somebody listens, the kernel says: a socket without a listener refuses. In a small town a store that has
    /// ended since it was found is started again.
    var isListening: Bool {
        let socket = "\(layout.sockets)/store.req"
        if SocketSight.hasListener(socket) { return true }
        // Why it can't be started stands in its log: then nobody listens.
        guard let demand, (try? demand.start()) != nil else { return false }
        return SocketSight.hasListener(socket)
    }

    /// Both of them.
    func persistently<Reply>(
        _ limit: Duration, _ what: String, _ attempt: (Duration) async throws(BusFailure) -> Reply
    ) async throws(BusFailure) -> Reply {
        try await standing { () async throws(BusFailure) in try await patiently(limit, what, attempt) }
    }

    /// Waits in silence for a moment, then tells a person what is being waited for, and waits on. The request is sent
    /// again under its id: that is why nothing is lost between the two.
    func patiently<Reply>(
        _ limit: Duration, _ what: String, _ attempt: (Duration) async throws(BusFailure) -> Reply
    ) async throws(BusFailure) -> Reply {
        guard screen.columns != nil, limit > CommandLimits.progressAfter else { return try await attempt(limit) }
        do {
            return try await attempt(CommandLimits.progressAfter)
        } catch .bus(.away) {
            Output.write(screen.paint("waiting for \(what) … (Ctrl-C leaves)", .dim), to: .report)
            return try await attempt(limit - CommandLimits.progressAfter)
        }
    }
}
