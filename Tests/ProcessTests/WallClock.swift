import Glibc
import Host
import Testing

/// A wall clock of the programs that are started with its environment, set by the test while they run.
final class WallClock: Sendable {
    /// What a program's environment needs.
    let environment: [String: String]
    private let file: String

    /// Builds the library in the town's home: see `Tests/preload/wall-clock.c`.
    init(for town: ProcessTown) async throws {
        file = "\(town.home)/clock"
        let library = "\(town.home)/wall-clock.so"
        let tests = Files.parent(of: Files.parent(of: #filePath))
        let build = try await CommandRunner().run(
            CommandSpec(
                program: "clang",
                arguments: ["-shared", "-fPIC", "-O1", "-o", library, "\(tests)/preload/wall-clock.c"],
                environment: town.environment, directory: town.home, limit: .seconds(60)))
        try #require(build.ending == .exited(0), "clang: \(build.errorTail)")
        environment = ["LD_PRELOAD": library, "GT_TEST_CLOCK": file]
        try set(.zero)
    }

    /// So far beside the machine's clock, at once and for all of them.
    func set(_ offset: Duration) throws {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var seconds = offset.components.seconds
        try #require(pwrite(descriptor, &seconds, MemoryLayout<Int64>.size, 0) == MemoryLayout<Int64>.size)
    }
}
