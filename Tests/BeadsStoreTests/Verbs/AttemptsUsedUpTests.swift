import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("When all attempts to land are used up")
struct AttemptsUsedUpTests {
    @Test(
        "the bead is blocked on a gate that says why, with the log, and goes on when a person opens it",
        arguments: [
            (MergeFault.conflict, AttemptLimits.conflictsMax), (.failure, AttemptLimits.failuresMax),
        ])
    func gate(_ fault: MergeFault, _ limit: Int) throws {
        let town = try VerbTown()
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        for attempt in 1...limit {
            town.now = town.now.advanced(by: .seconds(3600))
            let request = try #require(
                try town.done(try town.claimAndRun(id), head: .test(100 + attempt)).request)
            try town.send(
                MergeReturned(request: request, fault: fault, reason: "no good \(attempt)", log: "logs/\(attempt)"),
                as: .refinery)
            try town.endAll()
        }
        let source = "\(fault.rawValue)/\(id)"
        let text = try #require(try town.database.text("SELECT bead FROM escalations WHERE source = ?", .text(source)))
        let gate = try town.show(valid(BeadID.self, text))
        #expect(gate.type == .gate)
        #expect(gate.description.contains("no good \(limit)") && gate.description.contains("logs/\(limit)"))
        #expect(try town.show(id).disposition == .blocked)
        try town.send(BeadClose(id: gate.id, reason: "seen to"))
        #expect(try town.show(id).disposition == .ready)
    }
}
