import Host
import TownModel
import Wire

extension Check {
    static let worktrees = Check("worktrees", why: "what lies where no row names it is cleaned up by nobody") {
        examination in
        // A worktree that is made or retired just now differs for a moment: only what two looks show is told.
        let first = try await Worktrees.differences(examination)
        guard !first.isEmpty else { return [.fine("rigs/*/polecats", "the ledger and the disk agree")] }
        let second = Set(try await Worktrees.differences(examination))
        let lasting = first.filter(second.contains)
        return lasting.isEmpty ? [.fine("rigs/*/polecats", "the ledger and the disk agree")] : lasting
    } repair: { examination in
        var forgotten: [String] = []
        for rig in examination.rigs {
            let git = Git(repository: examination.layout.repository(rig))
            guard Files.isDirectory(git.repository) else { continue }
            let gone = try await git.worktrees().filter(\.isPrunable)
            for worktree in gone { try await git.forgetWorktree(worktree.path) }
            forgotten += gone.map { examination.short($0.path) }
        }
        return forgotten.isEmpty
            ? "nothing: what is left may be somebody's work" : "had git forget " + forgotten.joined(separator: ", ")
    }

    static let sessions = Check("sessions", why: "work whose agent is gone waits until its Witness sees it") {
        examination in
        let first = try await deadSessions(examination)
        guard !first.isEmpty else { return [.fine("sessions", "each that is recorded as running has its shim")] }
        let second = Set(try await deadSessions(examination))
        let lasting = first.filter(second.contains)
        return lasting.isEmpty ? [.fine("sessions", "each that is recorded as running has its shim")] : lasting
    }

    private static func deadSessions(_ examination: Examination) async throws -> [Finding] {
        _ = try examination.status()
        let rows = try await examination.client.query(PolecatList(limit: WireLimits.pageRowsMax)).polecats
        return rows.compactMap { row in
            guard let session = row.session, session.state != .ended, let shim = session.shim,
                !Processes.isAlive(shim)
            else { return nil }
            return .warning(
                "\(session.incarnation) of \(row.agent)", "recorded as running, but process \(shim.pid) is gone",
                next: "gt up \(session.host): it notices, and the work goes on in another attempt")
        }
    }

    static let saved = Check("saved-work", why: "rescue refs and trash keep what agents left; they take space") {
        examination in
        var found: [Finding] = []
        for rig in examination.rigs {
            let trash = examination.layout.trash(rig)
            let git = Git(repository: examination.layout.repository(rig))
            guard Files.isDirectory(git.repository) else { continue }
            let refs = try await git.refs(under: "refs/gt/rescue")
            let worktrees = Files.names(in: trash).count
            let bytes = Files.bytes(under: trash, entriesMax: DoctorLimits.trashEntries)
            let size = bytes.map { "\($0 >> 20) MiB" } ?? "more than \(DoctorLimits.trashEntries) files"
            let saw = "\(refs.count) rescue refs, \(worktrees) worktrees in the trash (\(size))"
            let isLarge = bytes.map { $0 > DoctorLimits.trashBytes } ?? true
            found.append(
                isLarge
                    ? .warning(
                        rig.text, saw,
                        next: "the Witness removes what is old; sooner: gt trash empty --older-than 1d --rig \(rig)")
                    : .fine(rig.text, saw))
        }
        if let dogs = ofDogs(examination) { found.append(dogs) }
        return found.isEmpty ? [.fine("rigs", "none has a clone yet")] : found
    }

    /// Nobody empties their trash by himself; nil: there is nothing in it.
    private static func ofDogs(_ examination: Examination) -> Finding? {
        let trash = examination.layout.trash
        let count = Files.names(in: trash).count
        guard count > 0 else { return nil }
        let bytes = Files.bytes(under: trash, entriesMax: DoctorLimits.trashEntries)
        let size = bytes.map { "\($0 >> 20) MiB" } ?? "more than \(DoctorLimits.trashEntries) files"
        let saw = "\(count) directories of removed dogs in the trash (\(size))"
        guard bytes.map({ $0 > DoctorLimits.trashBytes }) ?? true else { return .fine("dogs", saw) }
        return .warning("dogs", saw, next: "what nobody wants any more: gt trash empty --older-than 30d")
    }
}

/// The worktrees that the ledger knows, beside those on the disk.
private enum Worktrees {
    static func differences(_ examination: Examination) async throws -> [Finding] {
        _ = try examination.status()
        var found: [Finding] = []
        for rig in examination.rigs {
            let rows = try await open(rig, examination)
            let named = Set(rows.map(\.worktree))
            for path in onDisk(rig, examination.layout) where !named.contains(examination.short(path)) {
                found.append(
                    .warning(
                        examination.short(path), "no open work names it",
                        next: "look whether something in it is worth keeping, then git worktree remove it"))
            }
            for row in rows where row.state == .prepared || row.state == .running {
                guard !Files.isDirectory(examination.layout.worktree(row)) else { continue }
                found.append(
                    .broken(
                        row.worktree, "\(row.agent) works on \(row.bead) there, and it is gone",
                        next: "gt unsling \(row.bead), then gt sling \(row.bead): the attempt starts anew"))
            }
            let git = Git(repository: examination.layout.repository(rig))
            // A clone that is missing is what another check says.
            guard Files.isDirectory(git.repository) else { continue }
            for tree in try await git.worktrees() where tree.isPrunable {
                found.append(
                    .warning(
                        examination.short(tree.path), "git still lists it, but its directory is gone",
                        next: Check.fix("has git forget it")))
            }
        }
        return found
    }

    private static func open(_ rig: RigName, _ examination: Examination) async throws -> [Assignment] {
        let page = try await examination.client.query(
            PolecatList(rig: rig, history: true, limit: WireLimits.pageRowsMax))
        return page.polecats.compactMap(\.assignment).filter { $0.state != .retired }
    }

    /// `rigs/<rig>/polecats/<name>/<number>`.
    private static func onDisk(_ rig: RigName, _ layout: TownLayout) -> [String] {
        let folder = layout.polecats(rig)
        return Files.names(in: folder).flatMap { name in
            Files.names(in: "\(folder)/\(name)").filter { Int64($0) != nil }.map { "\(folder)/\(name)/\($0)" }
        }
    }
}
