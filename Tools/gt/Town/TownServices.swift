import Bus
import Host
import TownModel
import Wire

/// Starts a town's services and waits until they have said that they are there.
struct TownServices {
    let client: TownClient
    let supervisor: Supervisor
    var layout: TownLayout { client.layout }

    init(client: TownClient) throws(CommandFailure) {
        // Only asks: a key that is missing or broken is no reason not to start the store that makes it anew.
        self.client = client.asReader
        guard let programs = HostEnvironment.programDirectory else {
            throw CommandFailure(
                .bug, code: "host", "the directory of this program can't be read from /proc/self/exe",
                hint: "is /proc mounted?")
        }
        supervisor = Supervisor(layout: client.layout, programs: programs)
    }

    /// What is up, and what is not as it could be.
    struct Started {
        var services: [ServiceStatus]
        /// Why sessions will run detached; nil when the tmux server answers.
        var withoutTmux: String?
    }

    /// Starts what is named (all when empty) and waits until it is heard.
    func up(_ names: [TownService], within limit: Duration) async throws -> Started {
        let deadline = ContinuousClock.now.advanced(by: limit)
        // First: a Witness that starts an agent looks whether it answers.
        let withoutTmux = try await startTmux()
        let wanted = names.filter { $0 != .tmux }
        let process = try await start(TownService.ofTown)
        do {
            _ = try await client.bus.query(Ping(), id: FreshID.command(), within: limit)
        } catch {
            throw notReady("the store does not answer", .beadsStore)
        }
        let services = try await reconcile()
        if let unknown = wanted.first(where: { !services.contains($0) }) { throw Self.unknown(unknown, services) }
        let chosen = names.isEmpty ? services : wanted
        let heard = try await ready(chosen, supervisor: process, until: deadline)
        guard withoutTmux == nil, names.isEmpty || names.contains(.tmux) else {
            return Started(services: heard, withoutTmux: withoutTmux)
        }
        return Started(services: heard + [await TmuxSight(layout).status])
    }

    /// A town works without tmux: what goes wrong here is said, and everything else is started.
    private func startTmux() async throws -> String? {
        guard TmuxService.isInstalled else {
            return "\(TmuxSight.absence) (apt-get install tmux, then gt up)"
        }
        let lock = try FileLock.await(layout.supervisorLock)
        defer { withExtendedLifetime(lock) {} }
        do throws(HostError) {
            try await TmuxService(layout: layout).start(environment: supervisor.environment)
            return nil
        } catch {
            return "\(TmuxSight.absence): \(error)"
        }
    }

    /// Before a folder is written: its service would be started, and end for good, again and again.
    private static func unknown(_ service: TownService, _ services: [TownService]) -> CommandFailure {
        CommandFailure(
            .refused, code: "not-found", "there is no rig \(service.rig?.text ?? service.description) in this town",
            about: service.description, hint: "there are: \(services.map(\.description).joined(separator: ", "))")
    }

    /// Folders and supervisor, under the lock: two at once start one.
    private func start(_ services: [TownService]) async throws -> ProcessIdentity {
        for service in services { try checkProgram(service) }
        let lock = try FileLock.await(layout.supervisorLock)
        defer { withExtendedLifetime(lock) {} }
        let watched = services.filter(supervisor.isWatched)
        for service in services { try supervisor.write(service) }
        let process = try await supervisor.start()
        // One that ended for good (usage, permission, configuration) is asked to try once more.
        for service in watched { try await supervisor.control(service, "up") }
        return process
    }

    /// The ledger says which rigs there are: their folders are made, those of removed rigs taken away.
    private func reconcile() async throws -> [TownService] {
        let rigs = try await client.query(RigList()).rigs
        var services = TownService.ofTown
        for rig in rigs {
            if rig.state == .removed {
                for service in TownService.ofRig(rig.name) { try await supervisor.remove(service) }
            } else {
                services += TownService.ofRig(rig.name)
            }
        }
        _ = try await start(services)
        return services
    }

    private func checkProgram(_ service: TownService) throws(CommandFailure) {
        let path = "\(supervisor.programs)/\(service.program)"
        guard HostEnvironment.executable(path) == nil else { return }
        throw .configuration(
            "\(path) is missing: the town's programs lie beside gt", hint: "make install, or swift build")
    }

    /// Asks, then waits for the next word on the bus (the head of the feed comes at least every five seconds), and asks
    /// again; gives up at the deadline or when the supervisor has gone.
    private func ready(
        _ services: [TownService], supervisor process: ProcessIdentity, until deadline: ContinuousClock.Instant
    ) async throws -> [ServiceStatus] {
        let words = try await client.bus.listen(to: FeedFilter(signals: ["~"]))
        return try await withThrowingTaskGroup(of: [ServiceStatus]?.self) { group in
            group.addTask {
                if let all = try await fine(services) { return all }
                for await _ in words {
                    if let all = try await fine(services) { return all }
                }
                return nil
            }
            group.addTask {
                let left = ContinuousClock.now.duration(to: deadline)
                _ = await ProcessWatch.shared.waitForEnd(of: process, within: max(.zero, left))
                return nil
            }
            defer { group.cancelAll() }
            if let all = try await group.next() ?? nil { return all }
            let known = try await client.query(TownStatus()).services
            let missing = services.first { service in
                !known.contains { $0.name == service.description && $0.health == .fine }
            }
            throw notReady("\(missing?.description ?? "a service") was not heard in time", missing ?? .beadsStore)
        }
    }

    /// nil while one of them has not been heard.
    private func fine(_ services: [TownService]) async throws -> [ServiceStatus]? {
        let known = try await client.query(TownStatus()).services
        let found = services.compactMap { service in
            service == .beadsStore
                ? ServiceStatus(name: service.description, health: .fine)
                : known.first { $0.name == service.description && $0.health == .fine && isThere(service, $0) }
        }
        return found.count == services.count ? found : nil
    }

    /// What was heard a moment ago may have ended since, with its supervisor or its folder.
    private func isThere(_ service: TownService, _ status: ServiceStatus) -> Bool {
        supervisor.isWatched(service) && status.process.map(Processes.isAlive) == true
    }

    private func notReady(_ what: String, _ service: TownService) -> CommandFailure {
        CommandFailure(
            .tryAgain, code: "away", what, about: service.description,
            hint: "gt logs \(service) says why; gt up again is harmless")
    }
}
