import Host
import Testing
import TownModel

/// A repository outside of every town, in which `bd init` is tried with the built programs.
struct SmallTownProcesses {
    /// Lends its directory and its programs, and is the town elsewhere.
    let town: ProcessTown
    let repository: String
    var layout: TownLayout { TownLayout(root: "\(repository)/.beads") }
    var demand: StoreOnDemand { StoreOnDemand(layout: layout, programs: town.programs) }

    /// Leaves no store, whatever happened.
    static func with(_ body: (SmallTownProcesses) async throws -> Void) async throws {
        try await ProcessTown.with { town in
            let place = SmallTownProcesses(town: town, repository: "\(town.home)/web-shop")
            try Files.makeDirectory(place.repository)
            _ = try await town.git(place.repository, "init", "--quiet", "--initial-branch=main")
            try place.write("README.md", "first\n")
            try await place.commitAll()
            let result: Result<Void, any Error>
            do {
                try await body(place)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            #expect(await place.demand.stop().isEmpty)
            try result.get()
        }
    }

    /// Who holds the store's lock.
    var store: ProcessIdentity? { demand.process }

    var stores: [Int32] { Files.resolved(layout.storeLock).map { Processes.holders(of: $0) } ?? [] }

    /// The commands that run in the repository now.
    var commands: [Int32] {
        Processes.running("gt").filter { Processes.workingDirectory(of: $0) == Files.resolved(repository) }
    }

    func write(_ name: String, _ text: String) throws {
        let path = "\(repository)/\(name)"
        try Files.makeDirectory(Files.parent(of: path))
        try Files.writeAtomically(text, to: path, mode: 0o644)
    }

    func commitAll() async throws {
        _ = try await town.git(repository, "add", "--all")
        _ = try await town.git(repository, "commit", "--quiet", "-m", "As it is")
    }

    /// What git sees of the work tree.
    func status() async throws -> String {
        try await town.git(repository, "status", "--porcelain", "--untracked-files=all")
    }

    func line(_ id: String, _ title: String) -> String {
        #"{"id":"\#(id)","title":"\#(title)","priority":1,"status":"open","issue_type":"task","#
            + #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"# + "\n"
    }

    /// Runs `gt` in the repository, where nothing names a town, whatever its status.
    func run(
        _ words: [String], from directory: String = "", environment changes: [String: String] = [:]
    ) async throws -> CommandResult {
        var environment = town.environment
        environment["GT_TOWN"] = nil
        return try await CommandRunner().run(
            CommandSpec(
                program: "\(town.programs)/gt", arguments: words, environment: environment.merging(changes) { $1 },
                directory: "\(repository)/\(directory)", limit: .seconds(90)))
    }

    func gt(_ words: [String]) async throws -> CommandResult { try await run(words) }

    /// Runs `bd` and expects 0.
    @discardableResult
    func bd(
        _ words: String..., from directory: String = "", environment: [String: String] = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> CommandResult {
        let result = try await run(["bd"] + words, from: directory, environment: environment)
        try #require(
            result.ending == .exited(0), "bd \(words.joined(separator: " ")): \(result.errorTail)",
            sourceLocation: location)
        return result
    }

    func count() async throws -> Int {
        try await Int(bd("count").outputText.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? -1
    }
}
