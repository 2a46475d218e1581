import Host
import Testing

/// What is shipped. Where no release programs were built this is skipped by name, but never in the gate, which builds
/// them.
@Suite struct ReleaseTests {
    static let directory = Files.parent(of: Files.parent(of: Files.parent(of: #filePath))) + "/.build/release"
    static let programs = [
        "gt", "gt-session", "gt-beads-store", "gt-mayor", "gt-deacon", "gt-witness", "gt-refinery",
    ]
    static let isAsked =
        HostEnvironment.value("CI") == "true" || programs.allSatisfy { Files.exists("\(directory)/\($0)") }

    @Test(
        "no release program knows a mutant, or looks beside itself for libraries",
        .enabled(if: isAsked, "no release programs here (make build makes them)"), arguments: programs)
    func shipped(program: String) async throws {
        let path = "\(Self.directory)/\(program)"
        func run(_ words: String...) async throws -> CommandResult {
            try await CommandRunner().run(
                CommandSpec(
                    program: words[0], arguments: Array(words.dropFirst()),
                    environment: ["PATH": HostEnvironment.path, "LC_ALL": "C"], directory: "/", limit: .seconds(60)))
        }
        #expect(try await run("grep", "--count", "GT_MUTANT", path).ending == .exited(1))
        // So that a test which finds nothing is known to be able to find something.
        #expect(try await run("grep", "--count", "town", path).ending == .exited(0))
        let dynamic = try await run("readelf", "--dynamic", "--wide", path)
        #expect(dynamic.ending == .exited(0), "\(dynamic.errorTail)")
        #expect(!dynamic.outputText.contains("RUNPATH") && !dynamic.outputText.contains("RPATH"))
    }
}
