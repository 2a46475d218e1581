import Host
import Testing
import TownModel
import Wire

/// What a sync does with a remote that is not as it left it.
@Suite(.serialized) struct BeadsRemoteTests {
    @Test("a history that was rewritten is refused and left alone; --anew merges it", .timeLimit(.minutes(3)))
    func rewritten() async throws {
        try await SyncPair.with { pair in
            let (one, town) = (pair.one, pair.town)
            _ = try await pair.create("One", in: one)
            try await pair.sync(one)
            let clone = try await pair.clone("clone")
            _ = try await town.git(clone, "checkout", "--quiet", "--orphan", "other")
            try await pair.commit(clone, "hq.jsonl", SyncPair.line("zz-1", "Rewritten"))
            _ = try await town.git(clone, "push", "--quiet", "--force", "origin", "HEAD:main")
            let there = try await town.git(pair.bare, "rev-parse", "main")
            let refused = try await pair.sync(one, status: 1)
            #expect(refused.branches.first?.problem?.message.contains("rewritten") == true)
            #expect(try await town.git(pair.bare, "rev-parse", "main") == there)
            #expect(try !pair.file(one).contains("Rewritten"))
            let anew = try await pair.sync(one, "--anew")
            #expect(anew.branches.first?.outcome == "pushed")
            #expect(try pair.file(one).contains("Rewritten"))
            _ = try await town.git(pair.bare, "merge-base", "--is-ancestor", there.trimmed, "main")
            #expect(try await pair.sync(one).branches.first?.outcome == "same")
        }
    }

    @Test("a remote of something else is refused, and nothing is written there", .timeLimit(.minutes(3)))
    func foreign() async throws {
        try await SyncPair.with { pair in
            let source = try await pair.town.makeRemote("source")
            let clone = "\(pair.town.home)/source-clone"
            _ = try await pair.town.git(pair.town.home, "clone", "--quiet", source, clone)
            try await pair.commit(clone, "src/main.c", "int main() {}\n")
            _ = try await pair.town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            let there = try await pair.town.git(source, "rev-parse", "main")
            _ = try await pair.create("One", in: pair.one)
            _ = try await pair.town.git(pair.one.layout.beads, "remote", "set-url", "origin", source)
            let refused = try await pair.sync(pair.one, status: 1)
            #expect(refused.branches.first?.problem?.message.contains("src/main.c") == true)
            #expect(try await pair.town.git(source, "rev-parse", "main") == there)
        }
    }

    @Test(
        "files of rigs that are not here and what else lies there stay as they are, and a line taken out comes back",
        .timeLimit(.minutes(3)))
    func others() async throws {
        try await SyncPair.with { pair in
            let (one, town) = (pair.one, pair.town)
            let clone = try await pair.clone("clone")
            let elsewhere = SyncPair.line("el-1", "Elsewhere")
            try await pair.commit(clone, "README.md", "beads\n")
            try await pair.commit(clone, "elsewhere.jsonl", elsewhere)
            _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            let id = try await pair.create("One", in: one)
            let branch = try #require(try await pair.sync(one).branches.first)
            #expect(branch.outcome == "pushed" && branch.left == ["elsewhere.jsonl"])
            for (name, text) in [("README.md", "beads\n"), ("elsewhere.jsonl", elsewhere)] {
                #expect(try await town.git(pair.bare, "show", "main:\(name)") == text)
            }
            #expect(!Files.exists("\(one.layout.beads)/elsewhere.jsonl"))
            #expect(try await town.git(one.layout.beads, "status", "--porcelain").isEmpty)

            _ = try await town.git(clone, "pull", "--quiet", "--no-rebase", "origin", "main")
            try await pair.commit(clone, "hq.jsonl", "")
            _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            let taken = try #require(try await pair.sync(one).branches.first)
            #expect(taken.gone == [id] && taken.outcome == "pushed")
            #expect(try await town.git(pair.bare, "show", "main:hq.jsonl") == pair.file(one))
            #expect(try pair.file(one).contains(id))
        }
    }

    @Test(
        "a file with a line that is no bead, or another bead under a known id, is not merged in part",
        .timeLimit(.minutes(3)))
    func unusable() async throws {
        try await SyncPair.with { pair in
            let (one, town) = (pair.one, pair.town)
            let id = try await pair.create("One", in: one)
            try await pair.sync(one)
            let clone = try await pair.clone("clone")
            let good = try pair.file(one)
            let cases: [(text: String, status: Int32, words: String)] = [
                (good + SyncPair.line("zz-1", "New") + "{oops\n", 65, "line 3"),
                (good + SyncPair.line("zz-1", "New") + SyncPair.line("zz-1", "Twice"), 65, "duplicate-id"),
                (SyncPair.line(id, "Another") + SyncPair.line("zz-1", "New"), 1, "collision"),
            ]
            for (text, status, words) in cases {
                try await pair.commit(clone, "hq.jsonl", text)
                _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:main")
                let there = try await town.git(pair.bare, "rev-parse", "main")
                let branch = try #require(try await pair.sync(one, status: status).branches.first)
                #expect(branch.problem?.message.contains(words) == true, "\(branch)")
                #expect(try await town.git(pair.bare, "rev-parse", "main") == there)
                #expect(try pair.file(one) == good)
            }
            try await pair.commit(clone, "hq.jsonl", good + SyncPair.line("zz-1", "New"))
            _ = try await town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            #expect(try await pair.sync(one).branches.first?.merged["hq"]?.created == 1)
        }
    }

    @Test(
        "a ledger that was restored takes the changes since from the remote, and takes none back there",
        .timeLimit(.minutes(4)))
    func restored() async throws {
        try await ProcessTown.with { town in
            let bare = "\(town.home)/beads.git"
            _ = try await town.git(town.home, "init", "--quiet", "--bare", "--initial-branch=main", bare)
            _ = try await town.git(town.layout.beads, "remote", "add", "origin", bare)
            try await town.gt("up")
            let made = try await town.gt("bead", "create", "Before", "--rig", "hq", "--json")
            let id = try JSONText.decode(Bead.self, from: Array(made.utf8)).id.text
            try await town.gt("bead", "update", id, "--add-label", "old")
            try await town.gt("bead", "sync")
            try await town.gt("backup")
            try await town.gt("bead", "update", id, "--title", "After", "--remove-label", "old")
            try await town.gt("bead", "sync")
            let there = try await town.git(bare, "show", "main:hq.jsonl")
            try await town.gt("down")
            try await town.gt("restore", "latest")
            try await town.gt("up")
            #expect(try await town.bead(id).title == "Before")
            try await town.gt("bead", "sync")
            #expect(try await town.git(bare, "show", "main:hq.jsonl") == there)
            #expect(try await town.bead(id).title == "After")
            #expect(try await town.bead(id).labels.isEmpty)
        }
    }
}
