import Glibc
import Host
import TownModel
import Wire

/// What the checks of one round look at: the town's files and processes, and one answer of the store if it gives one.
struct Examination: Sendable {
    let client: TownClient
    let supervisor: Supervisor
    let store: Result<TownStatusReply, CommandFailure>
    /// Of the ledger if it answers, else the directories there are.
    let rigs: [RigName]

    var layout: TownLayout { client.layout }

    init(_ client: TownClient, programs: String) async {
        self.client = client
        supervisor = Supervisor(layout: client.layout, programs: programs)
        do {
            store = .success(try await client.query(TownStatus()))
        } catch {
            store = .failure(error)
        }
        switch store {
        case .success(let status): rigs = status.rigs.map(\.rig.name)
        case .failure:
            rigs = Files.names(in: client.layout.rigs).filter { !$0.hasPrefix(".") }.compactMap { RigName($0) }
        }
    }

    /// For checks that are nothing without the store.
    func status() throws(CommandFailure) -> TownStatusReply { try store.get() }

    /// What is in force for a rig: the ledger's word, and while it does not answer what the file says.
    func settings(of rig: RigName) throws(CommandFailure) -> RigSettings {
        if case .success(let status) = store, let known = status.rigs.first(where: { $0.rig.name == rig }) {
            return known.rig.settings
        }
        return try ConfigurationPlace(layout, rig: rig).settings()
    }

    var isStoreAway: Bool {
        if case .failure(let failure) = store { return failure.status == .away }
        return false
    }

    /// What should run: once in the town, and for each rig.
    var services: [TownService] { TownService.ofTown + rigs.flatMap(TownService.ofRig) }

    /// A path as people know it: below the town's directory.
    func short(_ path: String) -> String {
        path.hasPrefix(layout.root + "/") ? String(path.dropFirst(layout.root.utf8.count + 1)) : path
    }

    /// The process that the supervisor keeps for a service; nil when it keeps none.
    func process(of service: TownService) -> ProcessIdentity? {
        // No such file: nobody watches it. That is the answer.
        guard let text = try? Files.readText("\(supervisor.folder(service))/supervise/pid"),
            let pid = Int32(text.trimmed)
        else { return nil }
        return Processes.identities(of: [pid]).first
    }

    /// Runs a program and gives what it says on stdout; a status but 0 is an error with its words.
    func said(_ program: String, _ arguments: String...) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: program, arguments: arguments, environment: ["PATH": HostEnvironment.path, "LC_ALL": "C"],
                directory: "/", limit: DoctorLimits.program))
        guard result.ending.isSuccess else {
            throw CommandFailure(
                .refused, code: "host",
                "\(program) \(arguments.joined(separator: " ")) ended with \(result.ending.status): \(result.errorTail)"
            )
        }
        return result.outputText.trimmed
    }
}

/// What the doctor waits for, holds, and minds.
enum DoctorLimits {
    /// A program that prints its version.
    static let program: Duration = .seconds(10)
    /// A remote that has not answered by then can't be worked with now.
    static let remote: Duration = .seconds(20)
    /// Part of the disk in use that deserves a look; from the second on, writes fail soon.
    static let diskWarning = 0.90
    static let diskBroken = 0.98
    /// Of the store's descriptors; some percent more and nobody is let in.
    static let descriptorsPercent = 70
    /// The trash is emptied by age and by need; more than this is worth knowing.
    static let trashBytes: Int64 = 5 << 30
    /// Entries of a trash that are counted before the doctor gives up counting.
    static let trashEntries = 200_000
    /// Ids that one finding names.
    static let named = 5
}
