import Glibc

/// Runs the parts of one test that do not need each other, as many at a time as there are processors: the suite runs
/// one test at a time, and most of its waiting is for processes.
package func sideBySide<Part: Sendable>(
    _ parts: some Sequence<Part>, _ body: @escaping @Sendable (Part) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var waiting = Array(parts)[...]
        for _ in 0..<max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
            guard let part = waiting.popFirst() else { break }
            group.addTask { try await body(part) }
        }
        while try await group.next() != nil {
            guard let part = waiting.popFirst() else { continue }
            group.addTask { try await body(part) }
        }
    }
}
