import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

/// A polecat's session in a town of tests: its directory with key and assignment, as a Witness furnishes it.
struct SessionHooks: Sendable {
    let town: TestTown
    let assignment: Assignment
    let directory: String

    init(_ town: TestTown, key: String = "session's secret", preset: String? = nil) throws {
        self.town = town
        let base = try #require(CommitID(String(repeating: "a1", count: 20)))
        assignment = try town.with { ledger in
            let witness = RoleName.witness(try #require(RigName("gastown")))
            let bead = try ledger.send(BeadCreate(rig: RigName("gastown"), title: "Fix the door")).bead.id
            try ledger.send(WorkSling(beads: [bead], preset: preset, noConvoy: true))
            let assignment = try ledger.send(DispatchClaim(bead: bead, attempt: 1), as: witness).assignment
            try ledger.send(AssignmentPrepared(number: assignment.number, base: base, key: key), as: witness)
            let shim = ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: 99)
            try ledger.send(SessionStarted(incarnation: assignment.incarnation, shim: shim), as: witness)
            return assignment
        }
        let layout = TownLayout(root: town.root)
        directory = layout.session(assignment.incarnation)
        let files = SessionDirectory(directory)
        try files.write(
            SessionAssignment(
                assignment, on: WorktreeGround(base: base, targetRevision: "main"), layout: layout))
        try Files.writeAtomically(key, to: files.keyFile)
    }

    /// Runs `gt` as a hook of the session does.
    func gt(
        _ line: String, input: String = "", hookSeconds: String = "20", variables: [String: String] = [:]
    ) async throws -> CommandResult {
        let folder = try #require(HostEnvironment.programDirectory)
        return try await CommandRunner().run(
            CommandSpec(
                program: "\(folder)/gt", arguments: line.split(separator: " ").map(String.init),
                environment: [
                    "GT_TOWN": town.root, "GT_SESSION_DIR": directory, "HOME": town.root, "PATH": HostEnvironment.path,
                    // A busy machine is no store that is away.
                    "GT_HOOK_SECONDS": hookSeconds,
                ].merging(variables) { $1 }, directory: town.root, input: Array(input.utf8), limit: .seconds(30)))
    }

    /// Its attempt comes to nothing, and no process of it is left.
    func end(_ exitStatus: Int32 = 0) throws {
        try town.with { ledger in
            let witness = RoleName.witness(assignment.rig)
            try ledger.send(AssignmentReturn(number: assignment.number, reason: "it has ended"), as: witness)
            try ledger.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: exitStatus), as: witness)
        }
    }

    func session() throws -> Session {
        try #require(try town.with { try $0.ask(PolecatList(history: true)).polecats.first?.session })
    }

    func state(of nudge: Int64) throws -> NudgeState {
        try town.with { try $0.ask(NudgeShow(number: nudge)).nudge.state }
    }
}
