import Host
import Testing
import TownModel

@testable import gt

@Suite("Landings are proven again from the repository")
struct LandingAuditTests {
    @Test("what landed alone, and what landed in a stack, agrees", arguments: [false, true])
    func clean(_ stacked: Bool) async throws {
        let yard = try await LandingYard(landings: 5, stacked: stacked)
        let report = try await yard.audit().report(yard.requests)
        #expect(report.mismatches == [])
        #expect(report.landings == 5 && report.kept == 0)
        #expect(report.refs == ["refs/heads/main": try #require(yard.requests.last?.proof?.tip)])
    }

    @Test("falsified proofs are found, each named")
    func falsified() async throws {
        let yard = try await LandingYard()
        let (first, second, third) = (yard.requests[0], yard.requests[1], yard.requests[2])
        let tips = yard.requests.compactMap(\.proof?.tip)
        let gone = try #require(CommitID(String(repeating: "a", count: 40)))
        let edits: [(String, (inout MergeRequest) -> Void)] = [
            ("was tested", { $0.proof?.tree = second.head }),
            ("does not descend", { $0.proof?.base = tips[2] }),
            ("did not pass", { $0.proof?.gates[0].exitCode = nil }),
            ("without a proof", { $0.proof = nil }),
            ("not between", { $0.proof?.commit = tips[2] }),
            ("is not in the clone", { $0.proof?.tip = gone }),
        ]
        for (words, edit) in edits {
            let found = try await yard.mismatches { edit(&$0[1]) }
            #expect(found.contains { $0.request == second.id && $0.what.contains(words) }, "\(words): \(found)")
            #expect(!found.contains { $0.request == first.id || $0.request == third.id }, "\(words): \(found)")
        }
    }

    @Test("a commit of a stack that is not the request's is found")
    func foreignCommit() async throws {
        let yard = try await LandingYard(stacked: true)
        let foreign = yard.requests[0].proof?.commit
        let found = try await yard.mismatches { $0[1].proof?.commit = foreign }
        #expect(found.map(\.request) == [yard.requests[1].id])
        #expect(found.first?.what.contains("does not say Gt-Request: web-mr-2") == true)
    }

    @Test("a rewritten target is found: what it lost, and only that")
    func rewritten() async throws {
        let yard = try await LandingYard()
        try await yard.inRepository("git update-ref refs/heads/main main^")
        let found = try await yard.mismatches()
        #expect(found.map(\.request) == [yard.requests[2].id])
        #expect(found.first?.what.contains("not in the history of refs/heads/main") == true)
        try await yard.inRepository("git update-ref -d refs/heads/main")
        #expect(try await yard.mismatches().map(\.what).contains("there is no branch main"))
    }

    @Test("one bit of a loose object is enough, although no proof speaks of it")
    func looseBit() async throws {
        let yard = try await LandingYard()
        let blob = try await yard.inRepository("git rev-parse main:f2")
        #expect(try await yard.mismatches() == [])
        try yard.flipBit(of: "\(yard.repository)/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        let found = try await yard.mismatches()
        #expect(found.contains { $0.request == nil && $0.what.contains(blob) }, "\(found)")
    }

    @Test("one bit of a pack is enough")
    func packedBit() async throws {
        let yard = try await LandingYard()
        try await yard.inRepository("git repack -adq")
        #expect(try await yard.mismatches() == [])
        let pack = try await yard.inRepository("ls objects/pack/*.pack")
        try yard.flipBit(of: "\(yard.repository)/\(pack)")
        let found = try await yard.mismatches()
        #expect(found.contains { $0.request == nil && $0.what.hasPrefix("git fsck: ") }, "\(found)")
    }

    @Test("a lost object is found by the connections to it")
    func lost() async throws {
        let yard = try await LandingYard()
        let blob = try await yard.inRepository("git rev-parse main:f1")
        try await yard.inRepository("rm -f objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        #expect(try await yard.mismatches().contains { $0.what.contains("missing blob \(blob)") })
    }

    @Test("what is only kept is held against its ref, and its tree made again when no commit has it any more")
    func kept() async throws {
        let yard = try await LandingYard(mode: .local)
        let report = try await yard.audit().report(yard.requests)
        #expect(report.kept == 3 && report.mismatches == [])
        let gone = try #require(CommitID(String(repeating: "a", count: 40)))
        #expect(try await yard.mismatches { $0[0].proof?.tip = gone } == [])
        let wrong = try await yard.mismatches {
            $0[0].proof?.tip = gone
            $0[0].proof?.tree = gone
        }
        #expect(wrong.map(\.request) == [yard.requests[0].id])
        let head = yard.requests[1].head
        try await yard.inRepository("git update-ref -d refs/gt/submitted/web-2/\(head)")
        let found = try await yard.mismatches()
        #expect(found.map(\.what) == ["refs/gt/submitted/web-2/\(head) does not keep its head"])
    }

    @Test("a rig that keeps now may have landed before")
    func mixed() async throws {
        let yard = try await LandingYard()
        let report = try await yard.audit(landing: .local).report(yard.requests)
        #expect(report.kept == 0 && report.mismatches == [])
    }
}
