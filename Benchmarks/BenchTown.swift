import Bus
import Foundation
import Host
import TownModel
import Wire
import ZeroMQBus

/// A town in a temporary directory with a running store, for one benchmark run. Removed at the end.
final class BenchTown {
    let root: String
    let layout: TownLayout
    let programs: String
    private(set) var store: Process?

    /// `programs` is the directory of the built binaries.
    init(programs: String) throws {
        self.programs = programs
        root = NSTemporaryDirectory() + "gt-bench-\(UUID().uuidString.prefix(8))"
        layout = TownLayout(root: root, runtimeDirectory: NSTemporaryDirectory())
        try Shell.output(["\(programs)/gt", "install", root])
    }

    func remove() throws {
        stopStore()
        try FileManager.default.removeItem(atPath: root)
    }

    var environment: [String: String] { ["GT_TOWN": root, "PATH": "/usr/bin:/bin", "HOME": root] }

    func startStore() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "\(programs)/gt-beads-store")
        process.arguments = ["--town", root]
        process.standardError = FileHandle.nullDevice
        try process.run()
        store = process
        let bus = try client()
        _ = try await bus.query(Ping(), id: CommandID(composed: "ping"), within: .seconds(10))
        await bus.close()
    }

    func stopStore() {
        guard let store, store.isRunning else { return }
        store.terminate()
        store.waitUntilExit()
    }

    func client() throws -> ZeroMQBus {
        try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
    }

    func overseer() throws -> RequestHeaders {
        let key = try String(contentsOfFile: layout.overseerKey, encoding: .utf8)
        return RequestHeaders(key: key.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// CPU seconds, user and system, that a process has used so far.
    static func processorSeconds(of pid: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        // The name in parentheses may contain anything; the numbers begin behind its end.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 14, let user = Double(fields[12]), let system = Double(fields[13]) else {
            throw Shell.Failure(command: ["/proc/\(pid)/stat"], status: 0, output: text)
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
