import Glibc
import Host
import Testing
import TownModel

@testable import gt

/// A bare clone with landings as a Refinery makes them, and the requests that a ledger would have of them.
final class LandingYard: Sendable {
    let root: String
    let requests: [MergeRequest]

    var repository: String { "\(root)/repo.git" }

    /// - Parameter stacked: all land with the tip of the last one.
    init(landings count: Int = 3, stacked: Bool = false, mode: MergeMode = .merge) async throws {
        var template = Array("/tmp/gt-landings-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let said = try await Self.sh(Self.script, in: root, ["COUNT": String(count)])
        var made: [MergeRequest] = []
        for (index, line) in said.split(separator: "\n").enumerated() {
            let ids = line.split(separator: " ").compactMap { CommitID(String($0)) }
            try #require(ids.count == 4, "\(line)")
            made.append(try Self.request(index + 1, ids, mode))
        }
        if stacked, let base = made.first?.proof?.base, let last = made.last?.proof {
            for index in made.indices {
                let own = made[index].proof?.tip
                made[index].proof = LandingProof(
                    base: base, tip: last.tip, tree: last.tree, gates: last.gates,
                    commit: own == last.tip ? nil : own)
            }
        }
        requests = made
    }

    deinit {
        // Nothing can be done about a temporary directory that stays.
        try? Files.removeTree(root)
    }

    private static func request(_ number: Int, _ ids: [CommitID], _ mode: MergeMode) throws -> MergeRequest {
        let rig = try #require(RigName("web"))
        let landed = Timestamp(milliseconds: 1_800_000_000_000 + Int64(number))
        return MergeRequest(
            id: try #require(BeadID("web-mr-\(number)")), bead: try #require(BeadID("web-\(number)")), rig: rig,
            title: "Work", assignment: 1, worker: .polecat(rig, try #require(AgentName("nux"))), head: ids[3],
            base: ids[0], target: "main", mergeMode: mode, state: .landed, enqueuedAt: landed,
            proof: LandingProof(
                base: ids[0], tip: ids[1], tree: ids[2],
                gates: [GateResult(name: "test", exitCode: 0, milliseconds: 1)]),
            landedAt: landed)
    }

    func audit(landing: LandingMode = .queue) throws -> LandingAudit {
        var settings = RigSettings()
        settings.landing = landing
        let rig = Rig(
            name: try #require(RigName("web")), prefix: "web", remote: nil, settings: settings,
            addedAt: Timestamp(milliseconds: 0))
        return LandingAudit(git: Git(repository: repository), rig: rig)
    }

    /// What does not agree, with the request it is about.
    func mismatches(_ edit: (inout [MergeRequest]) -> Void = { _ in }) async throws -> [LandingAudit.Mismatch] {
        var edited = requests
        edit(&edited)
        return try await audit().report(edited).mismatches
    }

    @discardableResult
    func inRepository(_ script: String) async throws -> String { try await Self.sh(script, in: repository) }

    /// Turns one bit of a file's middle.
    func flipBit(of path: String) throws {
        try Files.setMode(0o644, of: path)
        var bytes = try Files.read(path)
        bytes[bytes.count / 2] ^= 1
        try Files.writeAtomically(bytes, to: path, mode: 0o444)
    }

    private static func sh(_ script: String, in directory: String, _ more: [String: String] = [:]) async throws
        -> String
    {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "/bin/sh", arguments: ["-ec", script],
                environment: [
                    "PATH": HostEnvironment.path, "HOME": directory, "GIT_CONFIG_NOSYSTEM": "1",
                    "GIT_AUTHOR_NAME": "Nux", "GIT_AUTHOR_EMAIL": "nux@example.org", "GIT_COMMITTER_NAME": "Nux",
                    "GIT_COMMITTER_EMAIL": "nux@example.org",
                ].merging(more) { $1 }, directory: directory, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.trimmed
    }

    /// Says base, tip, tree and head of each landing.
    private static let script = #"""
        git init -q --bare -b main repo.git
        git init -q -b main seed && cd seed
        seq 1 400 >README && git add . && git commit -qm first && git checkout -q --detach main
        for i in $(seq 1 "$COUNT"); do
            base=$(git rev-parse main)
            git checkout -q --detach main
            seq "$i" 400 >"f$i" && git add . && git commit -qm "Work $i"
            head=$(git rev-parse HEAD)
            tree=$(git rev-parse 'HEAD^{tree}')
            tip=$(printf 'Merge web-%s: Work\n\nGt-Bead: web-%s\nGt-Request: web-mr-%s\n' "$i" "$i" "$i" |
                GIT_COMMITTER_EMAIL=refinery@gastown.localhost git commit-tree "$tree" -p "$base" -p "$head")
            git update-ref refs/heads/main "$tip"
            git update-ref "refs/gt/submitted/web-$i/$head" "$head"
            echo "$base $tip $tree $head"
        done
        git push -q ../repo.git main 'refs/gt/submitted/*:refs/gt/submitted/*'
        """#
}
