import Foundation
import Host
import Testing
import TownModel
import TownTesting
import Wire

/// The JSON of `bd`, key by key, as programs that know Beads 0.47 read it.
@Suite struct BdShapeTests {
    private typealias Object = [String: Any]

    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    private func json(_ arguments: String..., status: Int32 = 0) async throws -> Any {
        let result = try await town.gt(["bd"] + arguments + ["--json"])
        #expect(result.ending.status == status, "\(arguments): \(result.errorTail)")
        return try JSONSerialization.jsonObject(with: Data(result.output), options: [.fragmentsAllowed])
    }

    private func made(_ arguments: String...) async throws -> String {
        let result = try await town.gt(["bd", "create", "--silent"] + arguments)
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        return result.outputText.trimmingCharacters(in: .newlines)
    }

    /// The keys that every issue has.
    private let always: Set = [
        "id", "title", "status", "priority", "issue_type", "created_at", "created_by", "updated_at",
    ]

    @Test("an issue has the keys of the reference, and every field comes back as it was given")
    func issue() async throws {
        let epic = try await made("Hall", "-t", "epic")
        let issue = try #require(
            try await json(
                "create", "Fix <it>", "-t", "feat", "-p", "P0", "-d", "why & \"how\"", "--design", "d",
                "--acceptance", "a", "--notes", "n", "-a", "joe", "-l", "z,a", "--external-ref", "gh-9", "-e", "30",
                "--due", "2100-02-01T00:00:00Z", "--defer", "2100-03-01T00:00:00Z", "--parent", epic) as? Object)
        let expected: Set = [
            "description", "design", "acceptance_criteria", "notes", "assignee", "estimated_minutes", "due_at",
            "defer_until", "external_ref", "labels", "dependencies",
        ]
        #expect(Set(issue.keys) == always.union(expected))
        #expect(issue["title"] as? String == "Fix <it>")
        #expect(issue["description"] as? String == "why & \"how\"")
        #expect(issue["priority"] as? Int == 0)
        #expect(issue["issue_type"] as? String == "feature")
        #expect(issue["estimated_minutes"] as? Int == 30)
        #expect(issue["labels"] as? [String] == ["a", "z"])
        #expect(issue["id"] as? String == "\(epic).1")
        #expect((issue["due_at"] as? String)?.hasPrefix("2100-02-01T00:00:00") == true)
        let edge = try #require((issue["dependencies"] as? [Object])?.first)
        #expect(Set(edge.keys) == ["issue_id", "depends_on_id", "type", "created_at", "created_by"])
        #expect(edge["type"] as? String == "parent-child")
    }

    @Test("lists are arrays of issues with counts; an empty one is an empty array")
    func lists() async throws {
        for words in [
            ["list"], ["ready"], ["blocked"], ["search", "x"], ["stale"], ["dep", "cycles"], ["gate", "list"],
        ] {
            let result = try await town.gt(["bd"] + words + ["--json"])
            #expect(result.outputText == "[]\n", "\(words)")
        }
        let (one, two) = (try await made("One"), try await made("Two"))
        _ = try await json("dep", "add", one, two)
        for words in ["list", "ready"] {
            let issues = try #require(try await json(words) as? [Object])
            #expect(!issues.isEmpty)
            for issue in issues {
                #expect(Set(issue.keys).isSuperset(of: always.union(["dependency_count", "dependent_count"])))
            }
        }
        let held = try #require((try await json("blocked") as? [Object])?.first)
        #expect(held["blocked_by_count"] as? Int == 1)
        #expect(held["blocked_by"] as? [String] == [two])
    }

    @Test("show is an array, with the issues around it and how they hang together")
    func show() async throws {
        let (epic, two) = (try await made("Hall", "-t", "epic"), try await made("Two"))
        let part = try await made("Part", "--parent", epic, "--deps", "blocks:\(two)")
        _ = try await json("comments", "add", part, "said")
        let shown = try #require(try await json("show", part) as? [Object])
        #expect(shown.count == 1)
        #expect(shown[0]["parent"] as? String == epic)
        let dependencies = try #require(shown[0]["dependencies"] as? [Object])
        #expect(Set(dependencies.compactMap { $0["dependency_type"] as? String }) == ["blocks", "parent-child"])
        #expect(dependencies.allSatisfy { Set($0.keys).isSuperset(of: always) })
        let comment = try #require((shown[0]["comments"] as? [Object])?.first)
        #expect(Set(comment.keys) == ["id", "issue_id", "author", "text", "created_at"])
        #expect(comment["id"] is Int)
        let above = try #require((try await json("show", epic) as? [Object])?.first)
        let dependents = try #require(above["dependents"] as? [Object])
        #expect(dependents.map { $0["id"] as? String } == [part])
        #expect(dependents[0]["dependency_type"] as? String == "parent-child")
    }

    @Test("numbers have the keys of the reference")
    func numbers() async throws {
        let one = try await made("One", "-l", "x")
        _ = try await json("close", one)
        _ = try await made("Two", "-a", "joe")
        let gone = try await made("Three")
        _ = try await json("delete", gone, "--force")
        let stats = try #require(try await json("stats") as? Object)
        #expect(
            Set(stats.keys) == [
                "total_issues", "open_issues", "in_progress_issues", "closed_issues", "blocked_issues",
                "deferred_issues", "ready_issues", "tombstone_issues", "pinned_issues", "epics_eligible_for_closure",
                "average_lead_time_hours",
            ])
        #expect(stats["total_issues"] as? Int == 2)
        #expect(stats["tombstone_issues"] as? Int == 1)
        #expect(try #require(try await json("count") as? Object)["count"] as? Int == 2)
        let groups = try #require(try await json("count", "--by-assignee") as? Object)
        #expect(groups["total"] as? Int == 2)
        let rows = try #require(groups["groups"] as? [Object])
        #expect(Set(rows.compactMap { $0["group"] as? String }) == ["(unassigned)", "joe"])
        let labels = try #require(try await json("count", "--by-label") as? Object)["groups"] as? [Object]
        #expect(Set(labels?.compactMap { $0["group"] as? String } ?? []) == ["(no labels)", "x"])
    }

    @Test("epics say how far they are")
    func epics() async throws {
        let epic = try await made("Hall", "-t", "epic")
        let part = try await made("Walls", "--parent", epic)
        _ = try await made("Roof", "--parent", epic)
        _ = try await json("close", part)
        let row = try #require((try await json("epic", "status") as? [Object])?.first)
        #expect(Set(row.keys) == ["epic", "total_children", "closed_children", "eligible_for_close"])
        #expect((row["epic"] as? Object)?["id"] as? String == epic)
        #expect(row["total_children"] as? Int == 2)
        #expect(row["closed_children"] as? Int == 1)
        #expect(row["eligible_for_close"] as? Bool == false)
    }

    @Test("closing with what can begin next names it; of several ids the others are done and the status is 1")
    func closing() async throws {
        let (one, two) = (try await made("One"), try await made("Two"))
        _ = try await json("dep", "add", two, one)
        let answer = try #require(
            try await json("close", one, "hq-nothing", "--suggest-next", status: 1) as? [String: [Object]])
        #expect(answer["closed"]?.map { $0["status"] as? String } == ["closed"])
        #expect(answer["unblocked"]?.map { $0["id"] as? String } == [two])
    }

    @Test("a tree has depths and parents, and what stands in it twice is opened once")
    func tree() async throws {
        let (top, left) = (try await made("Top"), try await made("Left"))
        let (right, bottom) = (try await made("Right"), try await made("Bottom"))
        for (from, to) in [(top, left), (top, right), (left, bottom), (right, bottom)] {
            _ = try await json("dep", "add", from, to)
        }
        let nodes = try #require(try await json("dep", "tree", top) as? [Object])
        #expect(nodes.compactMap { $0["depth"] as? Int } == [0, 1, 2, 1, 2])
        let sides = nodes.filter { $0["depth"] as? Int == 1 }.map { $0["id"] as? String }
        #expect(nodes.map { $0["parent_id"] as? String } == [nil, top, sides[0], top, sides[1]])
        #expect(nodes.compactMap { $0["truncated"] as? Bool } == [false, false, false, false, true])
    }
}
