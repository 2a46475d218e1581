import Foundation
import Host
import Testing
import TownModel
import TownTesting
import Wire

/// `bd close --continue`, as people and programs see it.
@Suite struct BdContinueTests {
    private let town: TestTown

    init() throws {
        town = try TestTown()
        try town.open()
    }

    private func bead(_ id: String) throws -> Bead {
        try town.with { try $0.ask(BeadShow(ids: [id])).beads[0].bead }
    }

    private typealias Object = [String: Any]

    private func json(_ arguments: String...) async throws -> Object {
        let result = try await town.gt(["bd"] + arguments + ["--json"])
        #expect(result.ending.isSuccess, "\(result.errorTail)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? Object)
    }

    @Test("people read what is next, that it is theirs, what waits for what, and that all is done")
    func people() async throws {
        let epic = try await town.bd("q", "Hall", "-t", "epic")
        for title in ["Walls", "Roof", "Paint"] { try await town.bd("create", title, "--parent", epic) }
        try await town.bd("dep", "add", "\(epic).3", "\(epic).2")
        let first = try await town.bd("close", "\(epic).1", "-r", "up", "--continue", "--actor", "ann")
        #expect(first == "closed \(epic).1 Walls\nnext: \(epic).2 Roof\n  it is yours now")
        #expect(try bead("\(epic).2").assignee == "ann" && bead("\(epic).2").status == .inProgress)
        try await town.bd("create", "Door", "--parent", epic)
        let second = try await town.bd("close", "\(epic).4", "--continue", "--no-auto")
        #expect(
            second == """
                closed \(epic).4 Door
                nothing can begin in \(epic) Hall: 2 parts of it are open
                  \(epic).2 Roof
                    it is with ann, without a hook here
                  \(epic).3 Paint
                    \(epic).2 is not closed: Roof
                """)
        let third = try await town.bd("close", "\(epic).2", "--continue", "--no-auto")
        #expect(third == "closed \(epic).2 Roof\nnext: \(epic).3 Paint\n  bd update \(epic).3 --claim takes it")
        #expect(try bead("\(epic).3").disposition == .ready)
        let last = try await town.bd("close", "\(epic).3", "--continue")
        #expect(last == "closed \(epic).3 Paint\n\(epic) Hall: all its parts are closed")
        let alone = try await town.bd("close", try await town.bd("q", "Alone"), "--continue")
        #expect(alone.contains("it is a part of nothing"))
    }

    @Test("programs get the objects of the reference, with what holds the parts beside them")
    func programs() async throws {
        let epic = try await town.bd("q", "Hall", "-t", "epic")
        for title in ["Walls", "Roof"] { try await town.bd("create", title, "--parent", epic) }
        let first = try await json("close", "\(epic).1", "--continue")
        #expect((first["closed"] as? [Object])?.map { $0["id"] as? String } == ["\(epic).1"])
        let next = try #require(first["continue"] as? Object)
        #expect((next["closed_step"] as? Object)?["status"] as? String == "closed")
        #expect((next["next_step"] as? Object)?["status"] as? String == "in_progress")
        #expect(next["auto_advanced"] as? Bool == true && next["molecule_complete"] as? Bool == false)
        #expect(next["molecule_id"] as? String == epic && (next["waiting"] as? [Object])?.isEmpty == true)
        try await town.bd("create", "Door", "--parent", epic, "--deps", "\(epic).2")
        try await town.bd("create", "Bell", "--parent", epic)
        let stuck = try #require(try await json("close", "\(epic).4", "--continue")["continue"] as? Object)
        #expect(stuck["next_step"] == nil && stuck["open"] as? Int == 2)
        let waiting = try #require(stuck["waiting"] as? [Object])
        #expect(waiting.map { $0["blocked_by"] as? [String] } == [[], ["\(epic).2"]])
        try await town.bd("close", "\(epic).2")
        let last = try #require(try await json("close", "\(epic).3", "--continue")["continue"] as? Object)
        #expect(last["molecule_complete"] as? Bool == true && last["auto_advanced"] as? Bool == false)
        #expect(try await json("close", try await town.bd("q", "Alone"), "--continue")["continue"] == nil)
    }

    @Test("it is for one issue, and what blocks that is respected unless somebody insists")
    func refused() async throws {
        let epic = try await town.bd("q", "Hall", "-t", "epic")
        for title in ["Walls", "Roof"] { try await town.bd("create", title, "--parent", epic) }
        try await town.bd("dep", "add", "\(epic).2", "\(epic).1")
        try await town.bd("close", "\(epic).1", "\(epic).2", "--continue", status: 64)
        try await town.bd("close", "\(epic).1", "--continue", "--suggest-next", status: 64)
        try await town.bd("close", "\(epic).1", "--no-auto", status: 64)
        #expect(try await town.bd("close", "\(epic).2", "--continue", status: 1).contains("waits for \(epic).1"))
        #expect(try bead("\(epic).1").disposition == .ready, "nothing was taken")
        try await town.bd("close", "\(epic).2", "--continue", "--force")
        #expect(try bead("\(epic).1").status == .inProgress)
    }
}
