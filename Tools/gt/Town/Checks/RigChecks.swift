import Configuration
import Host
import TownModel
import Wire

extension Check {
    static let settings = Check("settings", why: "of a file that can't be read the settings before it stay in force") {
        examination in
        var found = [town(examination)] + agents(examination) + escalation(examination)
        // The town's file when it can't be read is a finding of its own: rigs are not compared with what it says, then.
        let says = try? ConfigurationPlace(examination.layout, rig: nil).agents()
        for rig in examination.rigs {
            let path = examination.short(examination.layout.rigFile(rig))
            do {
                let settings = try ConfigurationPlace(examination.layout, rig: rig).settings()
                found.append(
                    isApplied(settings, rig, says, examination)
                        ? .fine(path, "can be used")
                        : .warning(
                            path, "the store still has what it said before",
                            next: fix("has the store read it: gt config reload")))
            } catch {
                let failure = CommandFailure(error)
                found.append(.broken(path, failure.message, next: failure.hint ?? "correct the file"))
            }
        }
        return found
    } repair: { examination in
        let problems = try await examination.client.query(ConfigReload()).problems
        guard problems.isEmpty else {
            throw CommandFailure.configuration("gt config reload: \(problems.joined(separator: "; "))")
        }
        return "gt config reload: the store has read every file"
    }

    private static func town(_ examination: Examination) -> Finding {
        let path = examination.short(examination.layout.townFile)
        do {
            let place = ConfigurationPlace(examination.layout, rig: nil)
            _ = try place.values()
            return .fine(path, "can be used")
        } catch {
            return .broken(path, error.message, next: error.hint ?? "correct the file")
        }
    }

    /// Nothing of a town that has no presets of its own.
    private static func agents(_ examination: Examination) -> [Finding] {
        guard Files.exists(examination.layout.agentsFile) else { return [] }
        let path = examination.short(examination.layout.agentsFile)
        do {
            _ = try PresetBook(examination.layout)
            return [.fine(path, "can be used")]
        } catch {
            return [.broken(path, error.message, next: error.hint ?? "correct the file")]
        }
    }

    /// Whether the ledger has what the file says; also while that can't be told.
    private static func isApplied(
        _ settings: RigSettings, _ rig: RigName, _ town: AgentSettings?, _ examination: Examination
    ) -> Bool {
        guard let town, case .success(let status) = examination.store,
            let known = status.rigs.first(where: { $0.rig.name == rig })
        else { return true }
        return known.rig.settings == settings.under(town)
    }

    static let repositories = Check("repositories", why: "worktrees, landings and saved work are all in this clone") {
        examination in
        try await eachRig(examination) { rig, git, target in
            let path = examination.short(git.repository)
            guard Files.isDirectory(git.repository) else {
                return .broken(
                    path, "it is missing",
                    next: "put it back; or move rigs/\(rig) away, then gt rig add \(rig) <remote> makes a new one")
            }
            let isRemote = try await git.configuration("remote.origin.url") != nil
            let ref = isRemote ? "refs/remotes/origin/\(target)" : "refs/heads/\(target)"
            guard let head = try await git.commit(ref) else {
                return .broken(
                    path, "it has no \(ref)", next: "gt config set target <branch> --rig \(rig), or make the branch")
            }
            return .fine(path, "\(target) at \(head.short)")
        }
    }

    static let remotes = Check("remotes", why: "landed work is pushed there; while it is away everything waits") {
        examination in
        try await eachRig(examination) { rig, git, target in
            guard let url = try await git.configuration("remote.origin.url") else {
                return .fine(rig.text, "has no remote; landed work stays in \(examination.short(git.repository))")
            }
            do {
                let head = try await git.remoteBranch(target, within: DoctorLimits.remote)
                return head.map { .fine(url, "answers, \(target) at \($0.short)") }
                    ?? .broken(url, "it has no branch \(target)", next: "gt config set target <branch> --rig \(rig)")
            } catch {
                return .broken(
                    url, "\(error)", next: "git ls-remote \(url) from the shell that gt up was called in")
            }
        }
    }

    static let guards = Check("guard-hook", why: "without it one careless git command moves what others stand on") {
        examination in
        try await eachRig(examination) { rig, git, target in
            let gaps = try await GuardHook(targets: [target]).gaps(in: git)
            let path = examination.short(git.repository)
            return gaps.isEmpty
                ? .fine(path, "in place") : .broken(path, gaps.joined(separator: ", "), next: fix("writes it anew"))
        }
    } repair: { examination in
        var did: [String] = []
        for rig in examination.rigs {
            let git = Git(repository: examination.layout.repository(rig))
            guard Files.isDirectory(git.repository) else { continue }
            let target = try examination.settings(of: rig).target
            if try await GuardHook(targets: [target]).install(in: git) { did.append(rig.text) }
        }
        return did.isEmpty ? "nothing was written" : "wrote the hooks of " + did.joined(separator: ", ")
    }

    /// One finding a rig; what can't be told of one leaves the others alone.
    private static func eachRig(
        _ examination: Examination, _ look: (RigName, Git, _ target: String) async throws -> Finding
    ) async throws -> [Finding] {
        var found: [Finding] = []
        for rig in examination.rigs {
            do {
                let target = try examination.settings(of: rig).target
                found.append(try await look(rig, Git(repository: examination.layout.repository(rig)), target))
            } catch {
                let failure = CommandFailure(error)
                found.append(.unknown(rig.text, failure.message, next: failure.hint ?? "look at its repo.git"))
            }
        }
        return found.isEmpty ? [.fine("rigs", "there are none yet")] : found
    }
}

extension ConfigurationPlace {
    /// A rig's settings as its file says them now.
    func settings() throws(CommandFailure) -> RigSettings {
        let text = try text()
        do {
            return try RigFile.parse(text, path: path)
        } catch {
            throw .configuration("\(error)", hint: "correct the file; the store keeps the last good settings meanwhile")
        }
    }
}
