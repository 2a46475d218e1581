package import Bus
package import Host
internal import TownModel
internal import Wire

/// A role's process: the lock for its hands, its key, and the loop that carries out what its `RoleMachine` says.
///
/// One task takes the inputs one by one; requests and hands are child tasks whose outcomes come back as inputs.
package struct RoleProcess<Body: RoleBody>: Sendable {
    let body: Body
    let layout: TownLayout
    let bus: any MessageBus
    let log: ServiceLog
    let readiness: Readiness
    let watchdog: Watchdog

    package init(
        body: Body, layout: TownLayout, bus: any MessageBus, log: ServiceLog, readiness: Readiness,
        watchdog: Watchdog
    ) {
        self.body = body
        self.layout = layout
        self.bus = bus
        self.log = log
        self.readiness = readiness
        self.watchdog = watchdog
    }

    /// Ends when shutdown is asked for; throws `ServiceFailure` with the status for the supervisor.
    package func run() async throws {
        let lock = try takeLock()
        let own: ProcessIdentity
        do {
            own = try Processes.own()
        } catch {
            throw ServiceFailure(.configuration, "this process can't say who it is: \(error)")
        }
        watchdog.start()
        defer { watchdog.stop() }
        guard let key = try await key(lock) else { return }
        var loop = RoleLoop(self, lock: lock, own: own, key: key)
        try await loop.run()
        readiness.stopping()
    }

    private func takeLock() throws(ServiceFailure) -> FileLock {
        let path = layout.lock(of: body.role)
        guard Files.isDirectory(Files.parent(of: path)) else {
            throw ServiceFailure(
                .configuration, "\(Files.parent(of: path)) is not there: is \(layout.root) a town with this rig?")
        }
        do {
            guard let lock = try FileLock.take(path) else {
                throw ServiceFailure(.tryAgain, "another process is \(body.role): it holds \(path)")
            }
            return lock
        } catch let failure as ServiceFailure {
            throw failure
        } catch {
            throw ServiceFailure(.configuration, "the lock of \(body.role) can't be taken: \(error)")
        }
    }

    /// The secret that the store makes for this role; waited for until it is there. nil: asked to leave meanwhile.
    private func key(_ lock: FileLock) async throws -> String? {
        let path = layout.key(of: body.role)
        if !Files.exists(path) { log.warning("waits for \(path): the store makes it when it starts") }
        while !Files.exists(path) {
            guard try await Pause.wait(RuntimeLimits.fileWait) else { return nil }
            watchdog.turned()
            try requireTown(lock)
        }
        return try readKey() ?? ""
    }

    /// nil while there is none.
    func readKey() throws(ServiceFailure) -> String? {
        let path = layout.key(of: body.role)
        guard Files.exists(path) else { return nil }
        do {
            return try Files.readSecret(path)
        } catch {
            if case .exposed = error { throw ServiceFailure(.configuration, "\(error): chmod 600 \(path)") }
            throw ServiceFailure(.forbidden, "the key \(path) can't be read: \(error)")
        }
    }

    /// A town that was removed under a running service must not be served by it.
    func requireTown(_ lock: FileLock) throws(ServiceFailure) {
        guard Files.isDirectory(layout.machinery), Files.exists(lock.path) else {
            throw ServiceFailure(.configuration, "\(lock.path) has gone: the town was moved or removed. Start it anew.")
        }
    }
}

/// Waiting for a time, where nothing tells that the moment has come.
enum Pause {
    /// False when shutdown was asked for meanwhile.
    static func wait(_ duration: Duration) async throws -> Bool {
        let (moments, rings) = AsyncStream.makeStream(of: Void.self)
        let alarm = Alarm { rings.finish() }
        alarm.set(after: duration)
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in moments {}
                return true
            }
            group.addTask {
                try await ShutdownSignals.received()
                return false
            }
            let first = try await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
