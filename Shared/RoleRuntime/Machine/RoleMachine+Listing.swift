internal import TownModel
internal import Wire

/// Registering and listing.
extension RoleMachine {
    /// Which request to the store the machine itself is waiting for is known by its id alone.
    mutating func answered(_ id: CommandID, _ answer: Answer?, at now: Timestamp) {
        if case .ok? = answer?.result { keyRefusals = 0 }
        if id == asking {
            asking = nil
            if let answer, case .error(let error) = answer.result, error.isUnknownKey {
                guard tryAnotherKey(afterRefusalOf: askedWith, error), askedWith == key else { return }
                return clock.askLater(at: now)
            }
            return token == nil ? registered(answer, at: now) : listed(answer, at: now)
        }
        answeredCommand(id, answer, at: now)
    }

    /// Registers first, lists then; nothing while such a request is on its way or its retry is not due.
    mutating func ask(at now: Timestamp) {
        guard asking == nil, let process, clock.asksAgainAt.map({ $0 <= now }) ?? true else { return }
        clock.asksAgainAt = nil
        if token == nil {
            let id = CommandID(
                composed: "register", body.role.description, process.bootID, "\(process.pid).\(process.startTicks)")
            send(id, .command, RoleRegister.verb, JSONText.encode(RoleRegister(role: body.role, process: process)))
        } else if clock.listingIsDue(at: now) {
            settledMeanwhile = []
            toldMeanwhile = []
            requestsMade += 1
            let listing = body.listing()
            let id = CommandID(
                composed: "list", body.role.description, String(token ?? 0), String(requestsMade))
            send(id, .query, listing.verb, listing.body)
        }
    }

    private mutating func send(_ id: CommandID, _ kind: RequestKind, _ verb: String, _ bytes: [UInt8]) {
        asking = id
        askedWith = key
        let headers = RequestHeaders(
            actor: body.role.address, key: key, atLeast: answeredThrough > 0 ? answeredThrough : nil)
        actions.append(.send(Request(id: id, kind: kind, verb: verb, headers: headers, body: bytes)))
    }

    private mutating func registered(_ answer: Answer?, at now: Timestamp) {
        guard let answer else { return clock.askLater(at: now) }
        switch answer.result {
        case .ok(let bytes):
            do {
                token = try JSONText.decode(RoleToken.self, from: bytes).token
                clock.asked()
                wantListing(at: now)
            } catch {
                end(.bug, "the store's answer to role.register can't be read: \(error.message)")
            }
        case .error(let error) where error.isPassing: clock.askLater(at: now)
        case .error(let error): end(error.exitOnStart, "the store refuses \(body.role): \(error.message)")
        }
    }

    private mutating func listed(_ answer: Answer?, at now: Timestamp) {
        guard let answer else { return clock.askLater(at: now) }
        switch answer.result {
        case .error(let error) where error.isPassing: clock.askLater(at: now)
        case .error(let error): end(error.exitOnStart, "the store can't list for \(body.role): \(error.message)")
        case .ok(let bytes):
            // A command of ours was answered while this listing was made: it is older than what we know.
            guard answer.headers.epoch != epoch || answer.headers.sequence >= answeredThrough else { return }
            let listing: ListedRole<Body.Event>
            do {
                listing = try body.inbox(listing: bytes)
            } catch {
                return end(.bug, "the listing for \(body.role) can't be read: \(error.message)")
            }
            clock.listed(at: now)
            epoch = answer.headers.epoch
            listedThrough = answer.headers.sequence
            if !isFollowing {
                isFollowing = true
                actions.append(.follow(after: listedThrough))
            }
            observe(listing, at: now)
        }
    }

    /// Asks for the whole state as soon as nothing else is being asked.
    mutating func wantListing(at now: Timestamp) { clock.listingDue = now }

    /// What somebody announced and nobody settled is compared with the world before anything new is decided.
    private mutating func observe(_ listing: ListedRole<Body.Event>, at now: Timestamp) {
        var observation = Observation(events: listing.events, awaited: [])
        if case .observing(let before) = phase {
            observation.outcomes = before.outcomes
            observation.awaited = before.awaited
        }
        let known = observation.awaited.union(observation.outcomes.map(\.intent))
        for intent in listing.intents
        where hands[intent.id] == nil && !settling.contains(intent.id) && !settledMeanwhile.contains(intent.id)
            && !known.contains(intent.id)
        {
            observation.awaited.insert(intent.id)
            actions.append(.observe(intent))
        }
        phase = .observing(observation)
        beginIfObserved(at: now)
    }

    mutating func observed(_ intent: CommandID, _ events: [Body.Event], at now: Timestamp) {
        guard case .observing(var observation) = phase, observation.awaited.remove(intent) != nil else { return }
        observation.outcomes.append((intent, events))
        phase = .observing(observation)
        beginIfObserved(at: now)
    }

    /// The listing replaces what was known. Hands whose outcome was just observed are not begun again by it; those of
    /// which nothing was found are.
    private mutating func beginIfObserved(at now: Timestamp) {
        guard case .observing(let observation) = phase, observation.awaited.isEmpty else { return }
        phase = .live
        state = body.initialState()
        clock.wakes = []
        let found = observation.outcomes.filter { !$0.events.isEmpty }.map(\.intent)
        settling.formUnion(found)
        run(observation.events, cause: "listing", at: now)
        // The feed tells them once: a listing that was made before them must not take them back.
        let waiting = toldMeanwhile.map(Told.event) + backlog
        toldMeanwhile = []
        backlog = []
        for outcome in observation.outcomes { runObserved(outcome.intent, outcome.events, at: now) }
        for told in waiting { tell(told, at: now) }
    }
}

extension WireError {
    /// The store will say something else later.
    var isPassing: Bool {
        switch code {
        case .busy, .away, .expired, .bug: true
        case .unknownVerb, .invalid, .notFound, .ambiguous, .conflict, .staleToken, .forbidden, .gone, .already,
            .tooLarge, .version, .parked, .noLink:
            false
        }
    }

    /// How a role ends that is not let in.
    var exitOnStart: ExitStatus {
        switch code {
        case .forbidden: .forbidden
        case .staleToken: .tryAgain
        case .unknownVerb, .invalid, .notFound, .ambiguous, .conflict, .gone, .already, .tooLarge, .version, .parked,
            .noLink:
            .configuration
        case .busy, .away, .expired, .bug: .unavailable
        }
    }
}
