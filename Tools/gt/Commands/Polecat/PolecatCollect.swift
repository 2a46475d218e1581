import ArgumentParser
import Host
import TownModel
import Wire

struct PolecatCollectCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Move worktrees that no open work names to the trash, if all that is in them is kept elsewhere.",
        discussion: """
            A rig's Witness does so for each assignment that ends; this is for what is left over, as after a restore. What
            is not committed, or on no target and neither submitted nor saved, is left and named.

            Example: gt polecat gc --dry-run
            """)

    @Option(help: "Of this rig; else of all.") var rig: RigName?
    @Flag(help: "Say what would be moved, and move nothing.") var dryRun = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let rigs = try await client.query(RigList()).rigs.filter { $0.state != .removed }.map(\.name)
        var rows: [Row] = []
        for name in rigs where rig == nil || rig == name { rows += try await collect(name, client) }
        call.answer(rows) { screen in
            guard !rows.isEmpty else { return "no worktree is left over" }
            return rows.map { row in
                let what = row.left.map { "left: " + $0 } ?? (dryRun ? "would go to the trash" : "is in the trash")
                return screen.plain("\(row.worktree)  \(what)")
            }.joined(separator: "\n")
        }
    }

    private func collect(_ rig: RigName, _ client: TownClient) async throws -> [Row] {
        // The disk first: what is made after this look is not in it, whatever the ledger says then.
        let found = LeftOver.onDisk(rig, client.layout)
        guard !found.isEmpty else { return [] }
        let open = Set(try await client.query(WitnessList(rig: rig)).assignments.map(\.number))
        let git = Git(repository: client.layout.repository(rig))
        var rows: [Row] = []
        for item in found where !open.contains(item.number) {
            let left = try await item.objection(git)
            if left == nil, !dryRun {
                try await git.trash(
                    item.path, in: client.layout.trash(rig), as: "\(item.number)-\(item.agent)")
            }
            rows.append(Row(worktree: item.path, isMoved: left == nil && !dryRun, left: left))
        }
        return rows
    }

    private struct Row: Encodable {
        let worktree: String
        let isMoved: Bool
        /// Why it stays; nil: nothing is against it.
        let left: String?
    }
}

/// `rigs/<rig>/polecats/<name>/<number>` on this machine's disk.
struct LeftOver {
    let path: String
    let agent: String
    let number: Int64

    static func onDisk(_ rig: RigName, _ layout: TownLayout) -> [LeftOver] {
        let folder = layout.polecats(rig)
        return Files.names(in: folder).flatMap { agent in
            Files.names(in: "\(folder)/\(agent)").compactMap { name in
                Int64(name).map { LeftOver(path: "\(folder)/\(agent)/\(name)", agent: agent, number: $0) }
            }
        }
    }

    /// Why it stays where it is; nil: all that is in it is kept elsewhere.
    func objection(_ git: Git) async throws(HostError) -> String? {
        guard Files.exists("\(path)/.git") else { return "it is no worktree" }
        let status = try await git.status(of: path)
        guard status.isClean else { return "not committed: \(RetirePlan.list(status.entries.map(\.path)))" }
        return RetirePlan.unkept(
            try await git.unkept(in: path, branch: status.branch ?? "", kept: try await TrashBook.keepers(git)))
    }
}
