import Testing
import TownModel

@Suite("The names of gates' logs")
struct GateLogFileTests {
    @Test(
        "a name says run, place and gate, whatever they look like",
        arguments: [
            ("web-mr-1-abc-x1-1", "lint", "lint"), ("web-mr-1.2-abc-x1-1", "unit tests/ünit", "unit-tests--nit"),
            ("target-abc-x1-12", "a.b", "a-b"),
            ("web-mr-1-abc-x1-1", String(repeating: "x", count: 50), String(repeating: "x", count: 40)),
        ])
    func roundTrip(_ run: String, _ gate: String, _ word: String) {
        let file = GateLogFile(run: run, number: 3, gate: gate)
        #expect(file.path == ".gt/logs/gates/\(run).3-\(word).log")
        #expect(GateLogFile(fileName: file.fileName) == file)
        #expect(GateLogFile.run(ofLog: file.path) == run)
        #expect(GateLogFile.run(ofLog: GateLogFile.pattern(run: run)) == run)
    }

    @Test(
        "other files are none",
        arguments: ["", "x.log", "x.1.log", "x.0-a.log", "x.a-b.log", "x.1-a", ".log", "refinery.log"])
    func others(_ name: String) {
        #expect(GateLogFile(fileName: name) == nil)
        #expect(GateLogFile.run(ofLog: "elsewhere/\(name)") == nil)
    }
}
