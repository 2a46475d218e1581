import ArgumentParser
import Host
import TownModel

struct RescueRestoreCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a new worktree, or a branch, from saved work.",
        discussion: """
            Of a bead's attempts the last, of an attempt's parts the fullest (files, which hold what was not committed too).
            Nothing that exists is written over, and the saved work stays saved.

            Example: gt rescue restore web-a1
            Example: gt rescue restore web-a1/7 --branch again
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A bead, or <bead>/<number> for one attempt.") var work: String
    @Option(help: "Directory of the new worktree. Default: <bead>-<number> here.", completion: .directory) var to:
        String?
    @Option(help: "Make a branch of this name in the rig's bare clone, and no worktree.") var branch: String?

    func validate() throws {
        guard to == nil || branch == nil else { throw ValidationError("--to and --branch exclude each other") }
    }

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        guard let attempt = try await SavedWorkBook(layout: layout).find(work).last, let part = attempt.best else {
            throw CommandFailure(.refused, code: "not-found", "nothing is saved of \(work)", hint: "gt rescue list")
        }
        let git = Git(repository: layout.repository(attempt.rig))
        let made: Made
        if let branch {
            try await makeBranch(branch, at: part.commit, git)
            made = Made(ref: part.ref, commit: part.commit, directory: nil, branch: branch)
        } else {
            let discovery = TownDiscovery(surroundings: call.surroundings, isTown: Places.isTown)
            let directory = discovery.absolute(to ?? "\(attempt.bead)-\(attempt.number)")
            try await makeWorktree(directory, at: part.commit, git)
            made = Made(ref: part.ref, commit: part.commit, directory: directory, branch: nil)
        }
        let others = attempt.parts.filter { $0.ref != part.ref }.map(\.ref)
        call.answer(made) { screen in
            let what =
                made.directory.map { "restored into \($0)" } ?? "made branch \(branch ?? "") of \(git.repository)"
            return
                ([screen.plain("\(what) from \(part.ref)")]
                + others.map { screen.plain("not in it, unless it is among its ancestors: \($0)") })
                .joined(separator: "\n")
        }
    }

    private func makeBranch(_ name: String, at commit: CommitID, _ git: Git) async throws {
        guard try await git.isBranchName(name) else {
            throw CommandFailure(.badData, code: "invalid", "\(name) is no name of a branch", hint: "--branch again")
        }
        // Asked first: making a ref where it is already is no failure for git, but it is nothing made for us.
        if try await git.commit("refs/heads/\(name)") == nil,
            try await git.updateRef("refs/heads/\(name)", to: commit, from: .absent, reason: "gt rescue restore")
        {
            return
        }
        throw CommandFailure(
            .refused, code: "conflict", "there is a branch \(name) already; it is left alone", about: name,
            hint: "choose another name")
    }

    private func makeWorktree(_ directory: String, at commit: CommitID, _ git: Git) async throws {
        guard !Files.exists(directory) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(directory) exists already; it is left alone", about: directory,
                hint: "--to <a directory that does not exist>")
        }
        try await git.addWorktree(directory, branch: nil, at: commit)
    }

    private struct Made: Encodable {
        let ref: String
        let commit: CommitID
        let directory: String?
        let branch: String?
    }
}
