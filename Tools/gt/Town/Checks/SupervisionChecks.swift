import Host
import TownModel

extension Check {
    static let supervisor = Check("supervisor", why: "a service that ends is started again by nobody else") {
        examination in
        let folder = examination.layout.services
        let found = Processes.running("runsvdir").filter { Processes.commandLine(of: $0).contains(folder) }
        guard let first = found.first else {
            return [
                .broken("runsvdir", "none runs for \(examination.short(folder))", next: fix("starts it, as gt up does"))
            ]
        }
        guard found.count == 1 else {
            return [
                .broken(
                    "runsvdir", "\(found.count) run for one town: \(found.map(String.init).joined(separator: ", "))",
                    next: "gt down && gt up")
            ]
        }
        return [.fine("runsvdir", "pid \(first)")]
    } repair: {
        try await start($0)
    }

    static let services = Check("services", why: "work that only a missing service does waits for it without a word") {
        examination in
        var found = examination.services.map { service($0, examination) }
        let expected = Set(examination.services.map(\.fileName))
        for name in Files.names(in: examination.layout.services) where !name.hasPrefix(".") && !expected.contains(name)
        {
            found.append(
                .warning(
                    examination.short("\(examination.layout.services)/\(name)"),
                    "left over: the town has no such service", next: fix("stops it and takes the folder away")))
        }
        return found
    } repair: { examination in
        var did: [String] = []
        for service in Self.leftOver(examination) {
            try await examination.supervisor.remove(service)
            did.append("removed \(service)")
        }
        return (did + [try await start(examination)]).joined(separator: "; ")
    }

    private static func service(_ service: TownService, _ examination: Examination) -> Finding {
        let supervisor = examination.supervisor
        let name = service.description
        let folder = examination.short(supervisor.folder(service))
        guard Files.isDirectory(supervisor.folder(service)) else {
            return .broken(name, "\(folder) is missing", next: fix("writes it and starts the service"))
        }
        guard supervisor.isWatched(service) else {
            return .broken(name, "nobody watches \(folder)", next: fix("starts it, as gt up does"))
        }
        guard let process = examination.process(of: service) else {
            return .broken(
                name, "it does not run", next: "gt logs \(name) says why; \(fix("has it tried once more"))")
        }
        let wanted = ServiceDefinition(service, layout: examination.layout, programs: supervisor.programs).runit
        // A run script that can't be read is as wrong as a changed one.
        guard (try? Files.readText("\(supervisor.folder(service))/run")) == wanted else {
            return .warning(
                name, "\(folder)/run is not what this gt writes, so another program is started next time",
                next: fix("rewrites it"))
        }
        return .fine(name, "pid \(process.pid)")
    }

    /// Folders that `gt up` wrote, for services that the town no longer has. Folders of others are left alone.
    private static func leftOver(_ examination: Examination) -> [TownService] {
        // While the ledger does not answer nobody knows which rigs were removed.
        guard !examination.isStoreAway else { return [] }
        let expected = Set(examination.services)
        return Files.names(in: examination.layout.services).filter { !$0.hasPrefix(".") }.compactMap { name in
            // A folder without a script of ours is not ours.
            guard let text = try? Files.readText("\(examination.layout.services)/\(name)/run") else { return nil }
            return ServiceDefinition.service(ofRun: text)
        }.filter { !expected.contains($0) }
    }

    /// As `gt up`: everything that is missing, and nothing that is there.
    private static func start(_ examination: Examination) async throws -> String {
        let town = try TownServices(client: examination.client)
        _ = try await town.up([], within: CommandLimits.upWait)
        return "gt up: every service is heard"
    }
}

extension ServiceDefinition {
    /// Which service a run script was written for; nil when `gt up` did not write it.
    static func service(ofRun text: String) -> TownService? {
        let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, let found = lines[1].wholeMatch(of: /# (.+)\. Written by gt up.*/) else { return nil }
        return TownService(String(found.1))
    }
}
