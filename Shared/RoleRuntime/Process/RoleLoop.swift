internal import Bus
internal import Host
internal import TownModel
internal import Wire

/// The loop of a role's process: inputs in, actions out, one at a time.
struct RoleLoop<Body: RoleBody>: Sendable {
    typealias Machine = RoleMachine<Body>

    /// What reaches the loop.
    enum Inlet: Sendable {
        case input(Machine.Input)
        case beat
        case away
        case back
        case failed(ServiceFailure)
        case shutdown
    }

    private let process: RoleProcess<Body>
    private let lock: FileLock
    private let own: ProcessIdentity
    private var machine: Machine
    private let inlet: AsyncStream<Inlet>
    private let inputs: AsyncStream<Inlet>.Continuation
    private let alarm: Alarm
    private let beat: Alarm
    private var isAway = false
    private var isReady = false

    init(_ process: RoleProcess<Body>, lock: FileLock, own: ProcessIdentity, key: String) {
        self.process = process
        self.lock = lock
        self.own = own
        machine = Machine(process.body, key: key)
        let (inlet, inputs) = AsyncStream.makeStream(of: Inlet.self)
        self.inlet = inlet
        self.inputs = inputs
        alarm = Alarm { inputs.yield(.input(.tick)) }
        beat = Alarm { inputs.yield(.beat) }
    }

    mutating func run() async throws {
        let first = machine.take(.start(own), at: .now)
        beat.set(every: try Self.heartbeat())
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [inputs] in
                try await ShutdownSignals.received()
                inputs.yield(.shutdown)
            }
            try carryOut(first, in: &group)
            heartbeat()
            for await item in inlet {
                process.watchdog.turned()
                if case .shutdown = item { break }
                try take(item, in: &group)
            }
            group.cancelAll()
        }
    }

    private mutating func take(_ item: Inlet, in group: inout ThrowingDiscardingTaskGroup<any Error>) throws {
        switch item {
        case .input(let input): try carryOut(machine.take(input, at: .now), in: &group)
        case .beat:
            try process.requireTown(lock)
            heartbeat()
            try carryOut(machine.take(.tick, at: .now), in: &group)
        case .away: storeIs(away: true)
        case .back: storeIs(away: false)
        case .failed(let failure): throw failure
        case .shutdown: break
        }
        if !isReady, machine.isLive {
            isReady = true
            process.readiness.ready()
            process.log.info("ready", .role(process.body.role))
        }
    }

    private mutating func carryOut(
        _ actions: [Machine.Action], in group: inout ThrowingDiscardingTaskGroup<any Error>
    ) throws {
        let body = process.body
        for action in actions {
            switch action {
            case .send(let request): send(request, in: &group)
            case .follow(let sequence): follow(after: sequence, in: &group)
            case .perform(let intent, let effect):
                group.addTask { [inputs] in
                    let outcome = await body.perform(effect)
                    inputs.yield(.input(.performed(intent, outcome)))
                }
            case .observe(let intent):
                group.addTask { [inputs] in
                    let outcome = await body.observe(intent)
                    inputs.yield(.input(.observed(intent.id, outcome)))
                }
            case .renewKey:
                process.log.warning("the store does not know its key any more: reads it again", .role(body.role))
                try carryOut(machine.take(.key(try process.readKey()), at: .now), in: &group)
            case .readPlan:
                group.addTask { [inputs] in inputs.yield(.input(.plan(await body.patrolPlan()))) }
            case .signal(let request): process.bus.signal(request)
            case .patrolled(let report):
                guard !report.isEmpty else { break }
                process.log.info("patrol: \(report.sentence)", .role(body.role))
            case .arm(let moment): alarm.set(after: Timestamp.now.duration(to: moment))
            case .decided(let event, let effects, let cause):
                process.log.debug("\(cause): \(event) → \(effects)", .role(body.role))
            case .refused(let draft, let error):
                process.log.warning(
                    "\(draft.verb) was refused: \(error.message)", .role(body.role), .command(draft.id),
                    .code(error.code))
            case .exit(let failure): throw failure
            }
        }
    }

    private func send(_ request: Request, in group: inout ThrowingDiscardingTaskGroup<any Error>) {
        let bus = process.bus
        group.addTask { [inputs] in
            do throws(BusError) {
                let answer = try await bus.request(request, within: RuntimeLimits.requestWait)
                inputs.yield(.back)
                inputs.yield(.input(.answered(request.id, answer)))
            } catch .closed {
                // The loop is leaving; nobody waits for this answer.
            } catch .away {
                inputs.yield(.away)
                inputs.yield(.input(.answered(request.id, nil)))
            } catch {
                inputs.yield(.failed(ServiceFailure(.unavailable, "the bus refuses to work: \(error)")))
            }
        }
    }

    private func follow(after sequence: Int64, in group: inout ThrowingDiscardingTaskGroup<any Error>) {
        let feed = EventFeed(
            bus: process.bus, streams: [process.body.role.stream], signals: process.body.signals + Machine.signals,
            after: sequence,
            // Reading needs no key, and a feed outlives keys.
            epoch: machine.epoch)
        group.addTask { [inputs] in
            var hears = false
            do throws(BusFailure) {
                for try await item in feed {
                    switch item {
                    case .event(let event?, _, _): inputs.yield(.input(.told(event)))
                    case .signal(let topic, let bytes):
                        inputs.yield(.input(.heard(topic: topic, bytes: bytes)))
                        // What was signalled between the first listing and here was heard by the store alone, and no
                        // log has it: who signals once and then stands still is in its next listing.
                        if !hears { inputs.yield(.input(.gone)) }
                        hears = true
                    case .gone: inputs.yield(.input(.gone))
                    case .away: inputs.yield(.away)
                    case .back: inputs.yield(.back)
                    // Of a kind that this program does not know: it concerns newer ones.
                    case .event(nil, _, _), .caughtUp: break
                    }
                }
            } catch {
                inputs.yield(.failed(ServiceFailure(.unavailable, "the feed can't be followed: \(error)")))
            }
        }
    }

    private mutating func storeIs(away: Bool) {
        guard away != isAway else { return }
        isAway = away
        if away {
            process.log.warning("the store does not answer: waiting for it", .role(process.body.role))
        } else {
            process.log.info("the store answers again", .role(process.body.role))
            // A store that has begun anew has heard nobody yet, and whoever waits for the town waits for that.
            heartbeat()
        }
    }

    /// Tests have no four heartbeats of the usual length.
    private static func heartbeat() throws(ServiceFailure) -> Duration {
        guard let text = HostEnvironment.value("GT_HEARTBEAT_SECONDS") else { return RuntimeLimits.heartbeat }
        guard let seconds = Int64(text), seconds > 0, seconds <= RuntimeLimits.heartbeat.components.seconds else {
            throw ServiceFailure(.configuration, "GT_HEARTBEAT_SECONDS is 1 to 10, not \"\(text)\"")
        }
        return .seconds(seconds)
    }

    private func heartbeat() {
        let signal = ServiceHeartbeat(
            service: process.body.role.description, process: own, turns: process.watchdog.turns,
            patrols: machine.patrols)
        let id = CommandID(
            composed: "heartbeat", process.body.role.description, "\(own.pid).\(process.watchdog.turns)")
        process.bus.signal(
            Request(
                id: id, kind: .signal, verb: ServiceHeartbeat.verb,
                headers: RequestHeaders(actor: process.body.role.address, key: machine.key),
                body: JSONText.encode(signal)))
    }
}
