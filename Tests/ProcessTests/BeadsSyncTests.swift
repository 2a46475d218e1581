import Host
import Testing
import TownModel
import Wire

/// Two towns and one remote, with real stores and the real git.
@Suite(.serialized) struct BeadsSyncTests {
    @Test(
        "two towns that share a remote come to the same files, and lose nothing of either", .timeLimit(.minutes(4)))
    func converge() async throws {
        try await SyncPair.with { pair in
            let (one, two) = (pair.one, pair.two)
            let title = try await pair.create("Title", in: one)
            let labels = try await pair.create("Labels", in: one)
            let gone = try await pair.create("Gone", in: one)
            _ = try await one.gt("bead update \(labels) --add-label x --add-label y")
            #expect(try await pair.sync(one).branches.first?.outcome == "pushed")
            let first = try await pair.sync(two)
            #expect(first.branches.first?.merged["hq"]?.created == 3 && first.branches.first?.outcome == "same")
            #expect(try pair.file(one) == pair.file(two))
            let begin = try await pair.town.git(pair.bare, "rev-parse", "main").trimmed

            let ours = try await pair.create("New in one", in: one)
            _ = try await one.gt("bead update \(title) --title 'From one'")
            _ = try await one.gt("bead update \(labels) --remove-label x")
            _ = try await one.gt("bead delete \(gone) -r over")
            let theirs = try await pair.create("New in two", in: two)
            _ = try await two.gt("bead update \(title) --title 'From two' --priority 0")
            _ = try await two.gt("bead update \(labels) --notes 'a note'")
            _ = try await two.gt("bead update \(gone) --notes 'changed while it was deleted'")

            #expect(try await pair.sync(one).branches.first?.outcome == "pushed")
            let met = try #require(try await pair.sync(two).branches.first)
            let report = try #require(met.merged["hq"])
            #expect(met.outcome == "pushed" && report.created == 1 && report.changed == 2, "\(met)")
            #expect(report.twoWay == nil)
            #expect(report.counts["changed-twice"] == 1)
            #expect(report.findings.contains { $0.id == title && $0.detail?.contains("From one") == true })
            #expect(try await pair.sync(one).branches.first?.outcome == "same")
            for store in [one, two] { #expect(try await pair.sync(store).branches.first?.merged.isEmpty == true) }

            #expect(try pair.file(one) == pair.file(two))
            for store in [one, two] {
                let named = try await pair.bead(title, in: store)
                #expect(named.title == "From two" && named.priority == Priority(rawValue: 0))
                #expect(try await pair.bead(labels, in: store).labels == ["y"])
                #expect(try await pair.bead(gone, in: store).status == .tombstone)
                for id in [ours, theirs] { #expect(try await pair.bead(id, in: store).status == .open) }
                #expect(try pair.file(store).contains("changed while it was deleted"))
                #expect(try pair.file(store).contains("a note"))
                let status = try await pair.town.git(store.layout.beads, "status", "--porcelain")
                #expect(status.isEmpty, "\(status)")
            }
            #expect(try await pair.town.git(pair.bare, "rev-list", "--merges", "--count", "main").trimmed != "0")
            _ = try await pair.town.git(pair.bare, "merge-base", "--is-ancestor", begin, "main")
        }
    }

    @Test("without the remote the local part is done, 75 says so, and the next sync sends it", .timeLimit(.minutes(3)))
    func offline() async throws {
        try await SyncPair.with { pair in
            _ = try await pair.create("One", in: pair.one)
            try Files.rename(pair.bare, to: "\(pair.bare).away")
            let away = try await pair.sync(pair.one, status: 75)
            #expect(away.commit != nil && away.branches.first?.outcome == "failed")
            #expect(away.branches.first?.problem?.code == "remote-away")
            #expect(try await pair.sync(pair.one, "--local").branches.isEmpty)
            try Files.rename("\(pair.bare).away", to: pair.bare)
            let sent = try await pair.sync(pair.one)
            #expect(sent.branches.first?.outcome == "pushed" && sent.branches.first?.commit == away.head)
        }
    }

    @Test("who pushes meanwhile is fetched and merged, and then the push goes through", .timeLimit(.minutes(3)))
    func race() async throws {
        try await SyncPair.with { pair in
            let (one, town) = (pair.one, pair.town)
            let id = try await pair.create("One", in: one)
            try await pair.sync(one)
            let clone = try await pair.clone("clone")
            try await pair.commit(clone, "hq.jsonl", try pair.file(one) + SyncPair.line("zz-1", "Faster"))
            _ = try await one.gt("bead update \(id) --title Later")
            let path = try pair.gitThat(
                """
                case " $* " in *" push "*)
                  if mkdir \(town.home)/once 2>/dev/null; then
                    (unset GIT_DIR; /bin/sh -c 'cd \(clone) && PATH=${PATH#*:} git push --quiet origin HEAD:main') || exit 9
                  fi ;;
                esac
                """)
            let branch = try #require(try await pair.sync(one, path: path).branches.first)
            #expect(branch.outcome == "pushed" && branch.merged["hq"]?.created == 1)
            #expect(Files.exists("\(town.home)/once"))
            try await pair.sync(pair.two)
            #expect(try pair.file(one) == pair.file(pair.two))
            #expect(try pair.file(one).contains("Faster") && pair.file(one).contains("Later"))
        }
    }

    @Test("killed before any of its calls of git, a sync that is run again finishes", .timeLimit(.minutes(5)))
    func killed() async throws {
        try await SyncPair.with { pair in
            let (one, two) = (pair.one, pair.two)
            let id = try await pair.create("One", in: one)
            try await pair.sync(one)
            try await pair.sync(two)
            var kills = 0
            for number in 1... {
                // Changes of both sides each time, so that every step has something to do.
                _ = try await one.gt("bead update \(id) --notes 'n\(number)'")
                _ = try await two.gt("bead update \(id) --design 'd\(number)'")
                try await pair.sync(two)
                let path = try pair.gitThat(
                    "echo >> \(pair.town.home)/calls\n"
                        + "[ $(wc -l < \(pair.town.home)/calls) -eq \(number) ] && kill -9 $PPID")
                let status = try await one.shell(
                    """
                    : > \(pair.town.home)/calls
                    PATH=\(path):$PATH gt bead sync >/dev/null 2>&1; echo "$?"
                    """
                ).trimmed
                if status == "137" { kills += 1 }
                try await pair.sync(one)
                try await pair.sync(two)
                #expect(try pair.file(one) == pair.file(two), "killed before call \(number)")
                let file = try pair.file(one)
                #expect(file.contains("\"n\(number)\"") && file.contains("\"d\(number)\""), "\(number): \(file)")
                guard status != "0" else { break }
                try #require(status == "137", "\(status)")
            }
            #expect(kills > 5)
            #expect(try await pair.bead(id, in: two).title == "One")
        }
    }

    @Test("more changes than one command takes go in parts, against their base", .timeLimit(.minutes(5)))
    func large() async throws {
        try await SyncPair.with { pair in
            // Seven parts, of which the last is no full one. LargeImportTests has as many beads as people would need.
            let most = "GT_IMPORT_BEADS=2000"
            let count = 6 * WireLimits.importPartBeads + 100
            let lines = (1...count).map { SyncPair.line("zz-\($0)", "b") }
            let clone = try await pair.clone("clone")
            try await pair.commit(clone, "hq.jsonl", lines.joined())
            _ = try await pair.town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            #expect(try await pair.sync(pair.one, setting: most).branches.first?.merged["hq"]?.created == count)
            _ = try await pair.one.gt("bead update zz-7 --add-label here")
            let changed = lines.joined().replacing("\"title\":\"b\"", with: "\"title\":\"c\"")
            // The files are sorted by id, whatever the order was.
            _ = try await pair.town.git(clone, "pull", "--quiet", "--ff-only", "origin", "main")
            try await pair.commit(clone, "hq.jsonl", changed)
            _ = try await pair.town.git(clone, "push", "--quiet", "origin", "HEAD:main")
            let branch = try #require(try await pair.sync(pair.one, setting: most).branches.first)
            let report = try #require(branch.merged["hq"])
            #expect(report.changed == count && report.twoWay == nil && branch.outcome == "pushed")
            let bead = try await pair.bead("zz-7", in: pair.one)
            #expect(bead.title == "c" && bead.labels == ["here"])
            #expect(try await pair.one.gt("bead count --state ready").trimmed == "\(count)")
            #expect(try await pair.sync(pair.one, setting: most).branches.first?.merged.isEmpty == true)
        }
    }
}
