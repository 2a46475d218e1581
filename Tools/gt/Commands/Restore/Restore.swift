import ArgumentParser
import Glibc
import Host
import TownModel
import Wire

struct RestoreCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy of the ledger in the ledger's place; then compare it with the world.",
        discussion: """
            Three steps: gt down and gt restore <copy> (or latest); gt up and gt restore --check, which only looks; gt
            restore --settle, which closes what had landed, ends agents that the ledger does not know (their work saved
            first), names what it keeps, and lets gt thaw work again. The ledger that was in place stays beside the new
            one: restoring that one undoes the restore.

            Example: gt restore latest
            """)

    @Argument(help: "The copy, or \"latest\": the newest in the town's backups directory.", completion: .file())
    var copy: String?
    @Flag(help: "Compare a restored ledger with sessions, worktrees, refs and targets; change nothing.")
    var check = false
    @Flag(help: "Compare, and settle what differs; then gt thaw lets the town go on.") var settle = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        let words = [copy != nil, check, settle].count { $0 }
        guard words == 1 else { throw ValidationError("either a copy (or latest), or --check, or --settle") }
    }

    func run(_ call: Invocation) async throws {
        if let copy { return try await restore(copy, call) }
        try await Reconciling(client: try call.client()).run(call, settles: settle)
    }

    private func restore(_ word: String, _ call: Invocation) async throws {
        let layout = try call.town()
        let path = try path(of: word, layout, call.surroundings)
        guard let programs = HostEnvironment.programDirectory else {
            throw CommandFailure(
                .bug, code: "host", "the directory of this program can't be read", hint: "is /proc mounted?")
        }
        let supervisor = Supervisor(layout: layout, programs: programs)
        let lock = try FileLock.await(layout.supervisorLock)
        defer { withExtendedLifetime(lock) {} }
        guard supervisor.process == nil else {
            throw CommandFailure(
                .tryAgain, code: "busy", "the town's services run: a ledger in use is not replaced",
                hint: "gt down, then the same command again (agents may go on)")
        }
        let facts = try await place(path, layout, programs, supervisor.environment)
        // The town is stopped: its agents stand still too, as after gt estop.
        let frozen = RunningAgents(layout: layout).signal(SIGSTOP)
        call.answer(Reply(restored: facts, agentsFrozen: frozen)) { screen in
            """
            \(screen.paint("restored", .green)) \(screen.plain(facts.copy)): \(facts.beads) beads, up to event \
            \(facts.copySequence); this is epoch \(facts.epoch)
            \(facts.replaced.map { "the ledger from before lies at \(screen.plain($0))" } ?? "there was no ledger before")
            the town is stopped, \(frozen) agents frozen
                next: gt up, gt restore --check (looks), gt restore --settle, gt thaw
            """
        }
    }

    private func path(
        of word: String, _ layout: TownLayout, _ surroundings: Surroundings
    ) throws(CommandFailure) -> String {
        guard word == "latest" else {
            let path = TownDiscovery(surroundings: surroundings, isTown: Places.isTown).absolute(word)
            guard Files.exists(path) else {
                throw CommandFailure(
                    .refused, code: "not-found", "there is no \(path)", about: path, hint: "gt backup list names copies"
                )
            }
            return path
        }
        guard let newest = LedgerCopies(layout).all.last else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no backup in \(layout.backups)", hint: "name a copy by its path")
        }
        return newest.path
    }

    /// The store's own program does it, under the store's own lock.
    private func place(
        _ copy: String, _ layout: TownLayout, _ programs: String, _ environment: [String: String]
    ) async throws -> RestoreFacts {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "\(programs)/gt-beads-store", arguments: ["--town", layout.root, "--restore", copy],
                environment: environment, directory: layout.root, limit: CommandLimits.backupWait))
        guard result.ending.isSuccess else {
            let line = result.errorTail.split(separator: "\n").last.map(String.init) ?? "\(result.ending)"
            // Without what its log puts before the sentence.
            let sentence = line.firstRange(of: "the ledger is not restored").map { line[$0.lowerBound...] }
            let why = sentence.map(String.init) ?? line
            let isBusy = result.ending == .exited(ExitStatus.tryAgain.rawValue)
            throw CommandFailure(
                isBusy ? .tryAgain : .refused, code: isBusy ? "busy" : "conflict", why, about: copy,
                hint: isBusy ? "gt down, then the same command again" : "gt backup list names other copies")
        }
        return try JSONText.decode(RestoreFacts.self, from: result.output)
    }

    private struct Reply: Encodable {
        let restored: RestoreFacts
        let agentsFrozen: Int
    }
}
