import Glibc
import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Upkeep of the gates' logs")
struct GateLogUpkeepTests {
    private static let day: Int64 = 86_400

    /// Logs by file name, each written to so many days before noon.
    private static func write(_ logs: [String: Int64], on rig: RigOnDisk) throws -> String {
        let directory = "\(rig.layout.root)/\(GateLogFile.directory)"
        try Files.makeDirectory(directory)
        for (name, days) in logs {
            let path = "\(directory)/\(name)"
            try Files.writeAtomically("x\n", to: path)
            var times = [timeval(), timeval()]
            times[0].tv_sec = Int(Samples.noon.milliseconds / 1000 - days * day)
            times[1] = times[0]
            try #require(utimes(path, times) == 0)
        }
        return directory
    }

    @Test("what is older than fourteen days goes; what is young, spared, another rig's or no log of a gate stays")
    func cleared() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let directory = try Self.write(
            [
                "gt-mr-1-abc-x-1.1-lint.log": 15, "gt-mr-1-abc-x-1.2-test.log": 13, "gt-mr-2-abc-x-1.1-lint.log": 40,
                "target-abc-x-1.1-lint.log": 15, "web-mr-1-abc-x-1.1-lint.log": 40, "notes.txt": 40,
                "target-mr-1-abc-x-1.1-lint.log": 40,
            ], on: rig)
        let open = Spared(heads: [], runs: ["gt-mr-2-abc-x-1"], prefix: "gt")
        let events = await rig.body.perform(
            .maintain(target: "main", hasRemote: true, sparing: open, at: Samples.noon))
        guard case .maintained(.done)? = events.first else {
            Issue.record("not done: \(events)")
            return
        }
        #expect(
            Files.names(in: directory).sorted() == [
                "gt-mr-1-abc-x-1.2-test.log", "gt-mr-2-abc-x-1.1-lint.log", "notes.txt",
                "target-mr-1-abc-x-1.1-lint.log", "web-mr-1-abc-x-1.1-lint.log",
            ])
    }

    @Test("without any log there is nothing to do, and of an open request the last run is spared")
    func spared() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let none = Spared(heads: [], runs: [], prefix: "gt")
        #expect(await rig.gates.clearLogs(sparing: none, at: Samples.noon) == nil)
        var request = Samples.request()
        request.log = GateLogFile.pattern(run: "gt-mr-1-abc-x-7")
        var other = Samples.request("gt-mr-2")
        other.log = GateLogFile(run: "gt-mr-2-abc-x-3", number: 2, gate: "lint").path
        let spared = Spared([request, other], prefix: "gt")
        #expect(spared.runs == ["gt-mr-1-abc-x-7", "gt-mr-2-abc-x-3"])
        #expect(spared.heads == [request.head, other.head])
    }
}
