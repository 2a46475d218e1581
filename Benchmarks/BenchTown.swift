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
    private var isUp = false

    /// `programs` is the directory of the built binaries.
    init(programs: String) throws {
        self.programs = programs
        root = NSTemporaryDirectory() + "gt-bench-\(UUID().uuidString.prefix(8))"
        layout = TownLayout(root: root, runtimeDirectory: NSTemporaryDirectory())
        try Shell.output(["\(programs)/gt", "install", root])
    }

    func remove() throws {
        stopStore()
        if isUp { try gt("down", "--agents") }
        try FileManager.default.removeItem(atPath: root)
    }

    var environment: [String: String] {
        [
            "GT_TOWN": root, "PATH": "\(programs):/usr/sbin:/usr/bin:/sbin:/bin", "HOME": root,
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        ]
    }

    @discardableResult
    func gt(_ words: String...) throws -> String {
        try Shell.output(["\(programs)/gt"] + words, environment: environment)
    }

    /// All services, and a rig `web` with a remote of one commit and one gate: `true`.
    ///
    /// - Parameter files: so many of a few hundred bytes are in that commit.
    /// - Parameter polecats: of the rig's at the same time.
    func up(files: Int = 0, polecats: Int? = nil) throws {
        isUp = true
        try gt("up")
        try git("init", "--quiet", "--bare", "--initial-branch=main", remote)
        let tree = try tree(of: files)
        let first = try git("-C", remote, "commit-tree", "-m", "first", tree)
        try git("-C", remote, "update-ref", "refs/heads/main", first)
        try gt("rig", "add", "web", remote)
        let limit = polecats.map { "polecats_max = \($0)\n" } ?? ""
        let rig = "target = \"main\"\n\(limit)\n[[gates]]\nname = \"true\"\ncommand = \"true\"\n"
        try rig.write(toFile: "\(root)/rigs/web/rig.toml", atomically: true, encoding: .utf8)
        try gt("config", "reload")
    }

    private func tree(of files: Int) throws -> String {
        let work = "\(root)/files"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        for number in 0..<files {
            let folder = "\(work)/folder\(number % 20)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let text = String(repeating: "line \(number) of a source file\n", count: 20)
            try text.write(toFile: "\(folder)/file\(number).txt", atomically: false, encoding: .utf8)
        }
        try git("--git-dir", remote, "--work-tree", work, "add", "--all")
        return try git("-C", remote, "write-tree")
    }

    var remote: String { "\(root)/remote.git" }

    @discardableResult
    func git(_ words: String...) throws -> String {
        let person = ["-c", "user.name=Bench", "-c", "user.email=bench@localhost"]
        return try Shell.output(["git"] + person + words, environment: environment)
    }

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

    /// CPU seconds, user and system, that a process and its children that have ended have used so far.
    static func processorSeconds(of pid: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        // The name in parentheses may contain anything; the numbers begin behind its end.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        let ticks = fields.dropFirst(12).prefix(4).compactMap { Double($0) }
        guard ticks.count == 4 else {
            throw Shell.Failure(command: ["/proc/\(pid)/stat"], status: 0, output: text)
        }
        return ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
