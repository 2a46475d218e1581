import Glibc
import Host
import RefineryCore
import TownModel

@testable import RefineryDaemon

/// A town's directory with one rig on a real repository, with or without a remote; removed with the value's end.
final class RigOnDisk: Sendable {
    let layout: TownLayout
    let remote: String?
    private let worker: String

    /// `main` has one commit with `README` and `run.sh` (executable); the bare clone's guard hook is installed.
    init(withRemote: Bool) async throws {
        var template = Array("/tmp/gt-refinery-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw ScriptFailed(script: "mkdtemp", said: "errno \(errno)") }
        let root = String(cString: made)
        layout = TownLayout(root: root, runtimeDirectory: root)
        remote = withRemote ? "\(root)/remote.git" : nil
        worker = "\(root)/work"
        let repository = layout.repository(Samples.rigName)
        try Files.makeDirectory(Files.parent(of: repository))
        try Files.makeDirectory(layout.machinery)
        try await Self.sh("git init -q --bare -b main remote.git && git init -q -b main seed", in: root)
        try await Self.sh(
            """
            echo hello >README && printf '#!/bin/sh\\n' >run.sh && chmod +x run.sh
            git add . && git commit -qm first && git push -q ../remote.git main
            """, in: "\(root)/seed")
        try await Git.makeBareClone(at: repository, of: remote)
        let git = Git(repository: repository, writer: .refinery)
        if !withRemote {
            try await Self.sh("git fetch -q '\(root)/remote.git' main:refs/heads/main", in: repository)
        }
        try await GuardHook(targets: ["main"]).install(in: git)
        let base = try await git.commit(withRemote ? "refs/remotes/origin/main" : "refs/heads/main")
        guard let base else { throw ScriptFailed(script: "rev-parse main", said: "nothing") }
        try await git.addWorktree(worker, branch: "polecat/nux/gt-1.1", at: base)
    }

    deinit {
        // What can't be removed lies in /tmp and harms no other test.
        try? Files.removeTree(layout.root)
    }

    var repository: String { layout.repository(Samples.rigName) }
    var git: TargetGit { TargetGit(layout: layout, rig: Samples.rigName) }
    var gates: GateRuns { GateRuns(layout: layout, rig: Samples.rigName) }
    var body: RefineryBody { RefineryBody(rig: Samples.rigName, git: git, gates: gates) }

    /// Runs a script as a worker in its worktree: no mark, its own identity.
    @discardableResult
    func work(_ script: String) async throws -> String { try await Self.sh(script, in: worker) }

    /// Commits what the script makes and hands it in as a request.
    func request(_ id: String, _ script: String, from start: String = "HEAD") async throws -> MergeRequest {
        let base = try await work("git checkout -q --detach \(start) && git rev-parse HEAD")
        let head = try await work("\(script)\ngit add -A && git commit -qm 'Work of \(id)' && git rev-parse HEAD")
        guard let base = CommitID(base), let head = CommitID(head) else {
            throw ScriptFailed(script: script, said: "\(base) \(head)")
        }
        var request = Samples.request(id)
        request.base = base
        request.head = head
        return request
    }

    /// What somebody outside the town does to the target at the remote (or, without one, in the clone).
    @discardableResult
    func pushByOthers(_ script: String) async throws -> String {
        let place = remote ?? repository
        return try await Self.sh(
            """
            rm -rf others && git clone -q -b main '\(place)' others && cd others
            \(script)
            GT_REF_WRITER=refinery git push -q --force origin HEAD:main && git rev-parse HEAD
            """, in: layout.root)
    }

    /// Where the target is, at the truth.
    func target() async throws -> String {
        try await Self.sh("git rev-parse main", in: remote ?? repository)
    }

    @discardableResult
    func inRepository(_ script: String) async throws -> String { try await Self.sh(script, in: repository) }

    /// How many merges of the target's first-parent line have this head as their second parent.
    func merges(of head: CommitID) async throws -> Int {
        let found = try await Self.sh("git log --first-parent --format=%P main", in: remote ?? repository)
        return found.split(separator: "\n").count { $0.hasSuffix(" \(head)") }
    }

    @discardableResult
    static func sh(_ script: String, in directory: String) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": directory, "GIT_CONFIG_NOSYSTEM": "1",
                    "GIT_AUTHOR_NAME": "Nux", "GIT_AUTHOR_EMAIL": "nux@example.org", "GIT_COMMITTER_NAME": "Nux",
                    "GIT_COMMITTER_EMAIL": "nux@example.org", "GIT_AUTHOR_DATE": "1700000000 +0200",
                ],
                directory: directory, limit: .seconds(30)))
        guard result.ending.isSuccess else {
            throw ScriptFailed(script: script, said: "\(result.outputText)\(result.errorTail)")
        }
        return result.outputText.trimmed
    }
}

struct ScriptFailed: Error {
    var script: String
    var said: String
}

extension TargetGit {
    /// One request alone.
    func prepare(
        _ request: MergeRequest, hasRemote: Bool, style: MergeStyle = .merge, at moment: Timestamp
    ) async -> Preparation {
        await prepare([request], target: request.target, hasRemote: hasRemote, style: style, at: moment)
    }

    /// Merge commits.
    func prepare(
        _ requests: [MergeRequest], target: String, hasRemote: Bool, at moment: Timestamp
    ) async -> Preparation {
        await prepare(requests, target: target, hasRemote: hasRemote, style: .merge, at: moment)
    }

    func check(_ request: MergeRequest, at moment: Timestamp) async -> Finding? {
        await check(request, style: .merge, at: moment)
    }
}

extension Preparation {
    var sight: Sight? {
        guard case .seen(let sight) = self else { return nil }
        return sight
    }

    /// Why the one request is in no stack.
    var finding: Finding? { sight?.aside.values.first }
}
