import Host
import Testing
import TownModel

/// What clients that come and go leave in the store.
@Suite(.serialized) struct ConnectionTests {
    private static let questions = 200
    /// Of clients that have just gone, and that libzmq has not let go yet.
    private static let leaving = 40

    @Test(
        "problem 33: many questions, ten at a time, start no process of the store and leave it no connection",
        .timeLimit(.minutes(2)))
    func questions() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let seen = try await store.serve {
                _ = try await store.gt("bead create one --rig hq")
                let pid = try #require(store.process).pid
                let before = Files.names(in: "/proc/\(pid)/fd").count
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<10 {
                        group.addTask {
                            let each = Self.questions / 10
                            _ = try await store.shell("for n in $(seq \(each)); do gt bead list --json || exit 1; done")
                        }
                    }
                    try await group.waitForAll()
                }
                let children = try Files.names(in: "/proc/\(pid)/task").map {
                    try Files.readText("/proc/\(pid)/task/\($0)/children")
                }
                return (before: before, after: Files.names(in: "/proc/\(pid)/fd").count, children: children.joined())
            }
            #expect(seen.before > 0 && seen.after < seen.before + Self.leaving, "\(seen)")
            #expect(seen.children.isEmpty)
        }
    }
}
