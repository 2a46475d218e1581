import Foundation

/// CPU seconds, user and system, of a server and of this process, which plays all its clients.
struct Effort {
    private(set) var server = 0.0
    private(set) var clients = 0.0

    /// Adds what both use while `body` runs.
    mutating func add<Result>(_ pid: Int32, _ body: () async throws -> Result) async throws -> Result {
        let before = (try BenchTown.processorSeconds(of: pid), try BenchTown.processorSeconds(of: getpid()))
        let result = try await body()
        server += try BenchTown.processorSeconds(of: pid) - before.0
        clients += try BenchTown.processorSeconds(of: getpid()) - before.1
        return result
    }

    /// `count`: of what the CPU was used for.
    func text(_ count: Int, _ unit: String) -> String {
        let each = { (seconds: Double) in trim(seconds / Double(max(1, count)) * 1_000_000) }
        return "CPU seconds: server \(trim(server)), clients \(trim(clients)); in us \(unit): \(each(server)) and "
            + each(clients)
    }
}
