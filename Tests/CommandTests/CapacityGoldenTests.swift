import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Staged convoys, mountains and the scheduler as people see them, word for word.
@Suite struct CapacityGoldenTests {
    @Test("an epic is staged, launched, driven, paused; what waits says why")
    func capacity() async throws {
        let town = try TestTown()
        try town.open()
        var story = GoldenTranscript("capacity", in: town)
        try await story.run("bead", "create", "The hall", "-t", "epic", "--rig", "gastown")
        let epic = try town.with {
            try $0.ask(BeadList(selection: BeadSelection(home: BeadHome("gastown")))).beads.map(\.id.text)[0]
        }
        try await story.run("bead", "create", "Walls", "--rig", "gastown", "--parent", epic)
        try await story.run("bead", "create", "Roof", "--rig", "gastown", "--parent", epic, "--needs", "\(epic).1")
        try await story.run("bead", "create", "A thought")
        let loose = try town.with {
            try $0.ask(BeadList(selection: BeadSelection(home: BeadHome("hq")))).beads.map(\.id.text)[0]
        }
        try await story.run("convoy", "stage", loose)
        try await story.run("convoy", "stage", epic)
        let convoy = try town.with { try $0.ask(ConvoyList()).convoys.map(\.id.text)[0] }
        try await story.run("convoy", "list")
        try await story.run("why", convoy)
        try await story.run("convoy", "launch", convoy)
        try await story.run("convoy", "launch", convoy)
        try await story.run("scheduler", "status")
        try await story.run("scheduler", "pause", "-m", "the paint dries")
        try await story.run("scheduler", "list")
        try await story.run("scheduler", "list", "--json")
        try await story.run("why", "\(epic).1")
        try await story.run("convoy", "status", convoy)
        try await story.run("convoy", "status", convoy, "--json")
        try await story.run("scheduler", "resume")
        try await story.run("scheduler", "resume", "--preset", "claude")
        try await story.run("convoy", "close", convoy, "-r", "otherwise")
        try await story.run("mountain", "status")
        try await story.run("mountain", epic)
        try await story.run("mountain", epic)
        try await story.run("bead", "create", "Garden", "--rig", "gastown", "--parent", epic)
        try await story.run("mountain", "pause", epic, "-m", "rain")
        try await story.run("mountain", "status", epic)
        try await story.run("convoy", "stranded")
        try await story.run("mountain", "resume", epic)
        try await story.run("mountain", "cancel", epic, "-m", "no more")
        try await story.run("mountain", "resume", epic)
        try story.check()
    }
}
