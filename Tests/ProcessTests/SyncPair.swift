import Host
import Testing
import TownModel
import Wire

/// Two towns of nothing but a store, and a bare repository in which they share their beads.
struct SyncPair: Sendable {
    let town: ProcessTown
    let one: LoneStore
    let two: LoneStore
    let bare: String

    /// What `gt bead sync --json` says.
    struct Synced: Decodable {
        struct Branch: Decodable {
            var name: String
            var outcome: String
            var commit: CommitID?
            var merged: [String: ImportReport]
            var gone: [String]
            var left: [String]
            var problem: Problem?
        }

        struct Problem: Decodable {
            var code: String
            var message: String
            var exit: Int32
        }

        var commit: String?
        var head: CommitID?
        var branches: [Branch]
    }

    static func with(_ body: @escaping @Sendable (SyncPair) async throws -> Void) async throws {
        try await ProcessTown.with { town in
            let pair = SyncPair(
                town: town, one: try await LoneStore.make("one", in: town),
                two: try await LoneStore.make("two", in: town),
                bare: "\(town.home)/beads.git")
            _ = try await town.git(town.home, "init", "--quiet", "--bare", "--initial-branch=main", pair.bare)
            for store in [pair.one, pair.two] {
                _ = try await town.git(store.layout.beads, "remote", "add", "origin", pair.bare)
            }
            try await pair.one.serve { try await pair.two.serve { try await body(pair) } }
        }
    }

    /// `status`: how it must end. `setting`: a variable of the environment, as a shell reads it.
    @discardableResult
    func sync(
        _ store: LoneStore, _ words: String = "", status: Int32 = 0, path: String? = nil, setting: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Synced {
        let output = try await store.shell(
            """
            \(path.map { "PATH=\($0):$PATH" } ?? ":")
            \(setting.map { "export \($0)" } ?? ":")
            gt bead sync --json \(words); echo "$?"
            """)
        let lines = output.split(separator: "\n")
        try #require(lines.last == "\(status)", "\(output)", sourceLocation: location)
        return try JSONText.decode(Synced.self, from: Array(lines.dropLast().joined(separator: "\n").utf8))
    }

    func file(_ store: LoneStore, _ home: String = "hq") throws -> String {
        try Files.readText("\(store.layout.beads)/\(home).jsonl")
    }

    /// The id of a new bead of the town's own.
    func create(_ title: String, in store: LoneStore) async throws -> String {
        let reply = try await store.gt("bead create '\(title)' --rig hq --json")
        return try JSONText.decode(Bead.self, from: Array(reply.utf8)).id.text
    }

    func bead(_ id: String, in store: LoneStore) async throws -> Bead {
        let reply = try await store.gt("bead show \(id) --json")
        let found = try JSONText.decode([BeadDetail].self, from: Array(reply.utf8))
        return try #require(found.first).bead
    }

    /// A program `git` that does something before it is git, in a folder for the front of PATH.
    func gitThat(_ script: String) throws -> String {
        let folder = "\(town.home)/front"
        let real = try #require(HostEnvironment.executable("git"))
        try Files.makeDirectory(folder)
        try Files.writeAtomically("#!/bin/sh\n\(script)\nexec \(real) \"$@\"\n", to: "\(folder)/git", mode: 0o755)
        return folder
    }

    /// A clone of the bare repository, for somebody with an editor.
    func clone(_ name: String) async throws -> String {
        let path = "\(town.home)/\(name)"
        _ = try await town.git(town.home, "clone", "--quiet", bare, path)
        return path
    }

    func commit(_ clone: String, _ name: String, _ text: String, message: String = "By hand") async throws {
        try Files.makeDirectory(Files.parent(of: "\(clone)/\(name)"))
        try Files.writeAtomically(text, to: "\(clone)/\(name)", mode: 0o644)
        _ = try await town.git(clone, "add", "--all")
        _ = try await town.git(clone, "commit", "--quiet", "-m", message)
    }

    static func line(_ id: String, _ title: String) -> String {
        #"{"id":"\#(id)","title":"\#(title)","status":"open","priority":1,"issue_type":"task","#
            + #""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"# + "\n"
    }
}
