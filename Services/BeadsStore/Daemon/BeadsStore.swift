import Bus
import Configuration
import Glibc
import Host
import LedgerStorage
import RoleRuntime
import TownModel
import Wire
import ZeroMQBus

/// The store of one town, from start to end: lock and endpoints, ledger, writer, readers.
struct BeadsStore: Sendable {
    let layout: TownLayout
    let readiness: Readiness
    let log: ServiceLog
    /// After so long without a request it leaves; nil: never.
    let idleMax: Duration?

    /// Until it is asked to leave, or can't be trusted any more.
    func run() async throws {
        guard Files.isDirectory(layout.machinery) else {
            throw ServiceFailure(
                .configuration, "\(layout.root) is no town (there is no .gt in it): make one with gt install")
        }
        let memory = try MemoryLimit.current()
        try Files.makePrivateDirectory(layout.run)
        let commands = WorkQueue<WriterOrder>(itemsMax: StoreLimits.commandsWaitingMax)
        let (faults, fault) = AsyncStream.makeStream(of: (any Error).self)
        let bus = ZeroMQEndpoint(
            requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint, lockPath: layout.storeLock
        ) { [log] in Self.tell($0, log, commands, fault) }
        let hearing = Hearing()
        let queries = WorkQueue<WaitingQuery>(itemsMax: StoreLimits.queriesWaitingMax)
        let door = WriterDeskDoor()
        let commits = ExportCommits(directory: layout.beads)
        let desks = SideDesks(
            backups: Backups(bus: bus), searches: Searches(bus: bus),
            exports: Exports(bus: bus, commits: commits, log: log))
        let idleness = Idleness(limit: idleMax)
        let reception = Reception(
            bus: bus, commands: commands, queries: queries, hearing: hearing, door: door, desks: desks,
            idleness: idleness)
        do {
            // The lock comes first: a second store must not even look at the ledger.
            try bus.start { reception.receive($0) }
        } catch {
            throw ServiceFailure(.tryAgain, "the town's endpoints can't be taken: \(error)")
        }
        defer { bus.stop() }
        try await serve(bus, hearing, commands, queries, door, desks, commits, idleness, memory, faults, fault)
    }

    private func serve(
        _ bus: ZeroMQEndpoint, _ hearing: Hearing, _ commands: WorkQueue<WriterOrder>,
        _ queries: WorkQueue<WaitingQuery>, _ door: WriterDeskDoor, _ desks: SideDesks,
        _ commits: ExportCommits, _ idleness: Idleness, _ memory: MemoryLimit,
        _ faults: AsyncStream<any Error>, _ fault: AsyncStream<any Error>.Continuation
    ) async throws {
        let watchdog = Watchdog(readiness: readiness)
        let files = TownFiles(layout: layout)
        let ports = LedgerPorts(
            ancestors: { Processes.parents(of: $0) }, rigFile: { files.rigFile($0) },
            isRunnable: { Processes.isRunnable($0) }, noteRefusal: { hearing.note($0) })
        let access = RemoteAccess(layout: layout, files: files, bus: bus, log: log)
        let readers = Readers(
            path: layout.ledger, ports: ports, files: files, bus: bus, queue: queries, writer: commands,
            hearing: hearing, access: access)
        let process = try Processes.own()
        let writing = StoreThread { [layout, readiness, log] in
            do {
                let founding = Founding(
                    townID: RandomText.digits(StoreLimits.townIDDigits, of: RandomText.base36),
                    townName: try Self.townName(files, layout))
                if let replaced = try Restoring.finish(layout) {
                    log.info("finished a restore; the ledger from before it lies at \(replaced)")
                }
                let ledger = try Ledger.open(
                    at: .file(layout.ledger), founding: founding, ports: ports, now: .now)
                let keys = KeyFiles(layout: layout)
                try keys.settle(ledger, at: .now)
                let rigs = try Set(ledger.keyHolders().compactMap(\.rig)).sorted()
                for command in files.commands(rigs: rigs) {
                    _ = try ledger.execute(command, at: .now)
                }
                _ = try ledger.execute(files.directives(rigs: rigs), at: .now)
                let checkpoints = Checkpoints()
                let copying = checkpoints.start(path: layout.ledger) { fault.yield($0) }
                let writer = Writer(
                    ledger: ledger, bus: bus, hearing: hearing, keys: keys, watchdog: watchdog, process: process,
                    checkpoints: checkpoints, desks: desks, idleness: idleness, memory: memory,
                    spool: SpoolDrain(spool: Spool(layout), log: log)
                ) { access.allow($0) }
                // Before anybody is answered: a worker that handed in while nobody was here has done so.
                try writer.drainSpool()
                // Also before: who asks about the remote doors is told how they stand.
                access.open(to: try ledger.remoteKeys())
                let reading = readers.start { fault.yield($0) }
                let aside = desks.start(layout: layout, ports: ports, hearing: hearing) { fault.yield($0) }
                watchdog.start()
                readiness.ready()
                log.info("serving \(layout.root)")
                let desk = WriterDesk(writer, queue: commands)
                door.open(desk)
                try desk.run()
                watchdog.stop()
                queries.close(takers: StoreLimits.readers)
                for thread in reading { thread.join() }
                checkpoints.close()
                copying.join()
                desks.close()
                for thread in aside { thread.join() }
            } catch {
                fault.yield(error)
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await commits.serve() }
            defer { group.cancelAll() }
            try await untilAsked(faults, idleness)
            readiness.stopping()
            commands.close(takers: 1)
            // A disk that hangs must not keep the process for ever: what is not committed was not answered either.
            if await !writing.ended() { throw CancellationError() }
        }
    }

    /// For a ledger that is still to be made. One that is there keeps its town's name, so that a bad file is then no
    /// reason not to start: it is named, as any other.
    private static func townName(_ files: TownFiles, _ layout: TownLayout) throws -> String {
        do {
            return try files.townFile().name
        } catch  where Files.exists(layout.ledger) {
            return ""
        }
    }

    /// Returns when it is asked to leave, or nobody has asked for anything; throws the first fault of a thread.
    private func untilAsked(_ faults: AsyncStream<any Error>, _ idleness: Idleness) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ShutdownSignals.received() }
            group.addTask {
                for await _ in idleness.end {
                    log.info(
                        "nobody has asked for \(idleMax?.components.seconds ?? 0) s: the next request starts it again")
                    return
                }
                try await ShutdownSignals.received()
            }
            group.addTask {
                for await fault in faults { throw Self.failure(fault) }
                try await ShutdownSignals.received()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func tell(
        _ notice: EndpointNotice, _ log: ServiceLog, _ commands: WorkQueue<WriterOrder>,
        _ fault: AsyncStream<any Error>.Continuation
    ) {
        switch notice {
        case .crowded(let descriptors, let limit):
            let text =
                "\(descriptors) of \(limit) descriptors are open: nobody more is let in until connections end; "
                + "raise the limit (ulimit -n, LimitNOFILE) if they are all wanted"
            log.error(text)
            let alarm = EscalationRaise(severity: .high, text: text, source: "descriptors")
            if !commands.put(.alarm(alarm)) { log.warning("the queue is full: no escalation was made of it") }
        case .roomAgain(let descriptors): log.warning("\(descriptors) descriptors are open: the doors are open again")
        case .doorsStayClosed(let why): log.warning("the doors can't be opened, and are tried again: \(why)")
        case .ended(let why):
            fault.yield(ServiceFailure(.bug, "the bus has ended: \(why); nothing that was acknowledged is lost"))
        }
    }

    private static func failure(_ error: any Error) -> ServiceFailure {
        switch error {
        case LedgerFault.storage: ServiceFailure(.bug, "\(error)")
        case let failure as ServiceFailure: failure
        // The disk's trouble may pass: unlike a setting, it is no reason to stay down.
        case HostError.system(_, _, EIO), HostError.system(_, _, ENOSPC), HostError.system(_, _, EDQUOT):
            ServiceFailure(.bug, "\(error): check the disk, then start again; nothing unanswered is lost")
        default: ServiceFailure(.configuration, "\(error)")
        }
    }
}
