import Host
import TownModel
import Wire

extension Check {
    static let store = Check("store", why: "every command and every service waits for it") { examination in
        switch examination.store {
        case .success(let status):
            return [.fine(examination.layout.requestEndpoint, "answers for \(status.town) (\(status.townID))")]
        case .failure(let failure):
            return [
                .broken(
                    examination.layout.requestEndpoint, failure.message,
                    next: fix("starts it; gt logs beads-store says why it does not stay"))
            ]
        }
    } repair: { examination in
        let town = try TownServices(client: examination.client)
        _ = try await town.up([.beadsStore], within: CommandLimits.upWait)
        return "gt up beads-store: it answers"
    }

    static let ledger = Check("ledger", why: "what is written to a file that was deleted or replaced is lost") {
        examination in
        let path = examination.layout.ledger
        let shown = examination.short(path)
        guard Files.exists(path) else {
            return [.broken(shown, "it is missing", next: "a new town: gt up makes it; else put its copy back first")]
        }
        guard let process = examination.process(of: .beadsStore) else {
            return [.unknown(shown, "no store runs, so nothing has it open and nobody has read it", next: "gt up")]
        }
        let open = Files.names(in: "/proc/\(process.pid)/fd").compactMap {
            Files.linkTarget("/proc/\(process.pid)/fd/\($0)")
        }
        if open.contains("\(path) (deleted)") {
            return [
                .broken(
                    shown, "process \(process.pid) writes to a file that is no longer here",
                    next: "copy /proc/\(process.pid)/fd/* that names it away before the store ends, then put it back")
            ]
        }
        guard open.contains(path) else {
            return [.unknown(shown, "process \(process.pid) does not have it open", next: "gt logs beads-store")]
        }
        return [.fine(shown, "the store (pid \(process.pid)) has this very file open")]
    }

    static let health = Check("health", why: "a service that is silent does none of its work, alive or not") {
        examination in
        try examination.status().services.map { service in
            switch service.health {
            case .fine: .fine(service.name, "heard")
            case .silent:
                .broken(service.name, "silent", next: "gt logs \(service.name); gt up \(service.name) has it try again")
            case .unknown:
                .unknown(
                    service.name, "not heard since the store was started", next: "gt logs \(service.name)")
            }
        }
    } repair: { examination in
        // Any of them may be killed at any time: one that stands still is, and its supervisor starts it again.
        var (ended, silent): ([String], [TownService]) = ([], [])
        for status in try examination.status().services where status.health != .fine {
            guard let service = TownService(status.name), service != .beadsStore else { continue }
            silent.append(service)
            guard status.health == .silent, let process = examination.process(of: service) else { continue }
            switch await KernelEnder().end(process) {
            case .killed: ended.append("ended \(service), process \(process.pid)")
            case .absent: break
            case .failed(let reason): throw CommandFailure(.refused, code: "host", reason)
            }
        }
        _ = try await TownServices(client: examination.client).up(silent, within: CommandLimits.upWait)
        return (ended + ["gt up: every service is heard"]).joined(separator: "; ")
    }

    static let refusals = Check("refusals", why: "somebody speaks without the right to, or with an old token") {
        examination in
        let status = try examination.status()
        guard let refusals = status.refusals else { return [.fine("requests", "none was refused")] }
        let found = refusals.compactMap { refusal in
            refusal.code.remedy.map {
                Finding.warning(
                    RefusalText.asker(refusal), "\(refusal.code.rawValue) ×\(refusal.count), last \(refusal.lastAt)",
                    next: $0)
            }
        }
        return found.isEmpty
            ? [.fine("requests", "\(status.refusedCommands) were refused, for what they were about")] : found
    }

    static let locks = Check("locks", why: "whoever holds the lock of another does its work beside it") {
        examination in
        var found: [Finding] = []
        for service in examination.services {
            if service == .beadsStore { found += lock(service, examination.layout.storeLock, examination) }
            if case .role(let role) = service { found += lock(service, examination.layout.lock(of: role), examination) }
        }
        return found.isEmpty ? [.fine(".gt/run", "every lock is held by its own service, or by nobody")] : found
    }

    private static func lock(_ service: TownService, _ path: String, _ examination: Examination) -> [Finding] {
        guard Files.exists(path) else { return [] }
        let own = examination.process(of: service)?.pid
        return Processes.holders(of: path).filter { $0 != own }.map { pid in
            let name = Processes.commandLine(of: pid).first ?? "?"
            return .broken(
                examination.short(path), "held by process \(pid) (\(name)), which the supervisor did not start",
                next: "end process \(pid); the supervisor's \(service) then takes over")
        }
    }

    static let stop = Check("estop", why: "while the town is stopped nothing is started, claimed or landed") {
        examination in
        let path = examination.short(examination.layout.stopFile)
        let isFile = Files.exists(examination.layout.stopFile)
        guard case .success(let status) = examination.store else {
            return isFile ? [.warning(path, "the town is stopped", next: "gt thaw")] : [.fine(path, "not there")]
        }
        switch (isFile, status.stopped) {
        case (false, nil): return [.fine(path, "not there")]
        case (true, let reason?): return [.warning(path, "the town is stopped: \(reason)", next: "gt thaw")]
        case (true, nil):
            return [.broken(path, "it is there, and the store says the town goes on", next: halfStopped)]
        case (false, _?):
            return [.broken(path, "it is missing, and the store says the town is stopped", next: halfStopped)]
        }
    } repair: { examination in
        let said = try examination.status().stopped
        let path = examination.layout.stopFile
        guard Files.exists(path) != (said != nil) else {
            return "nothing: \(said == nil ? "it goes on" : "it is stopped")"
        }
        // To stop can lose nothing; to go on might.
        let halt = try await TownHalt(
            reason: try said ?? Files.readText(path).trimmed, examination.client)
        return "stopped the town altogether: \(halt.agentsFrozen) agents frozen"
    }

    private static let halfStopped = "gt thaw lets it go on; " + fix("stops it altogether")
}
