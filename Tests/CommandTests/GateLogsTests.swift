import Host
import Testing
import TownModel

@testable import gt

/// Logs of gates as files that grow.
@Suite struct GateLogsTests {
    private let town: TestTown
    private let queue: TestQueue
    private static let run = "gt-mr-1-abc-x-1"

    init() throws {
        town = try TestTown()
        queue = try TestQueue(town)
    }

    private func logs(_ gate: String? = nil) -> GateLogs {
        GateLogs(TownLayout(root: town.root), run: Self.run, gate: gate)
    }

    private func read(_ logs: inout GateLogs, last: Int? = nil, isOver: Bool = false) throws -> [String] {
        var lines: [String] = []
        try logs.read(last: last, isOver: isOver) { lines.append("\($0.gate): \($1)") }
        return lines
    }

    private func append(_ text: String, to gate: String, _ number: Int) throws {
        let path = "\(town.root)/\(GateLogFile(run: Self.run, number: number, gate: gate).path)"
        let before = Files.exists(path) ? try Files.readText(path) : ""
        try queue.write(before + text, run: Self.run, gate: gate, number)
    }

    @Test("each line once, when it is whole, or when nobody writes any more")
    func growing() throws {
        var logs = logs()
        #expect(try read(&logs) == [])
        try append("a\nb", to: "lint", 1)
        #expect(try read(&logs) == ["lint: a"])
        try append("c\n\nd", to: "lint", 1)
        try append("x\n", to: "test", 2)
        #expect(try read(&logs) == ["lint: bc", "lint: ", "test: x"])
        #expect(try read(&logs) == [])
        #expect(try read(&logs, isOver: true) == ["lint: d"])
        #expect(try read(&logs, isOver: true) == [])
    }

    @Test("another run and, where one is named, another gate are left alone; gates keep their order")
    func others() throws {
        try append("ten\n", to: "z", 10)
        try append("two\n", to: "y", 2)
        try queue.write("no\n", run: "\(Self.run)0", gate: "z", 1)
        var all = logs()
        #expect(try read(&all) == ["y: two", "z: ten"])
        var one = logs("z")
        #expect(try read(&one) == ["z: ten"])
    }

    @Test(
        "the last lines, also across pieces of a long file, with and without an end of the line",
        arguments: [(0, 0), (1, 1), (3, 3), (29_999, 29_999), (30_000, 30_000), (30_001, 30_000)], [true, false])
    func last(_ count: (asked: Int, given: Int), _ isWhole: Bool) throws {
        let text = (1...30_000).map(String.init).joined(separator: "\n") + (isWhole ? "\n" : "")
        try queue.write(text, run: Self.run, gate: "test", 1)
        var logs = logs()
        let lines = try read(&logs, last: count.asked, isOver: true)
        #expect(lines == (1...30_000).suffix(count.given).map { "test: \($0)" })
    }

    @Test("a line without an end is shown in parts, and one that was cut is read on from there")
    func endless() throws {
        let long = String(repeating: "x", count: 3 << 20)
        try queue.write(long, run: Self.run, gate: "test", 1)
        var logs = logs()
        let parts = try read(&logs, isOver: true)
        #expect(parts.count > 1 && parts.map { $0.dropFirst(6) }.joined() == long)
        try queue.write("cut\n", run: Self.run, gate: "test", 1)
        #expect(try read(&logs) == [])
        try append("more\n", to: "test", 1)
        #expect(try read(&logs) == ["test: more"])
    }
}
