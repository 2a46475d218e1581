import Host
import PluginFiles
import TownModel
import Wire

/// A run of a plugin that is on a dog's hook: its program is run as it is, in the dog's directory, and what came of it is
/// told with the end of what it wrote.
struct PluginErrand {
    private let bead: Bead
    private let plugin: PluginID
    private let run: PluginRun
    private let program: String
    private let session: OwnSession
    private let layout: TownLayout

    /// nil: the bead is no run of a plugin, or one for an agent. A label alone says nothing: the store has it.
    init?(of bead: Bead, _ session: OwnSession, _ client: TownClient) async throws {
        guard bead.labels.contains(where: { $0.hasPrefix("plugin:") }) else { return nil }
        let found = try await client.query(PluginRunShow(bead: bead.id))
        guard let plugin = found.plugin, let run = found.run, run.ended == nil, let program = run.program else {
            return nil
        }
        self.bead = bead
        self.plugin = plugin
        self.run = run
        self.program = program
        self.session = session
        layout = client.layout
    }

    func run(_ client: SpoolingClient) async throws -> Delivery<PluginReply> {
        var client = client
        let (result, note) = await carryOut()
        let output = String(decoding: try written(), as: UTF8.self)
        Output.write(output, to: .answer)
        let told = PluginEnded(
            bead: bead.id, result: result, note: Self.summary(output, result) ?? note, output: output)
        return try await client.deliver(told, id: CommandID(composed: "plugin-ended", bead.id.text))
    }

    private var log: String { "\(session.directory)/plugin.log" }

    /// What came of it, and in what words when it said nothing itself.
    private func carryOut() async -> (PluginResult, String) {
        var spec = CommandSpec(
            program: "\(layout.root)/\(program)", arguments: [], environment: environment,
            directory: session.assignment.worktree, output: .appended(to: log, bytesMax: Self.logBytesMax),
            limit: .seconds(run.timeoutSeconds))
        spec.grace = .seconds(5)
        ProcessGroup.arm()
        defer { ProcessGroup.disarm() }
        do throws(HostError) {
            let ending = try await CommandRunner().run(spec) { ProcessGroup.began($0.pid) }.ending
            guard ending.isSuccess else { return (.failure, "it ended with \(ending.status)") }
            return try skips() ? (.skipped, "skipped") : (.success, "it ended with 0")
        } catch .timedOut {
            return (.failure, "it took more than \(Age.text(.seconds(run.timeoutSeconds)))")
        } catch {
            return (.failure, "it could not be run: \(error)")
        }
    }

    private var environment: [String: String] {
        var environment = PluginCheck.environment(of: plugin, layout)
        environment["GT_PLUGIN_RUN"] = String(run.number)
        environment["GT_BEAD"] = bead.id.text
        return environment
    }

    /// Whether what it wrote begins with a line that says so.
    private func skips() throws(HostError) -> Bool {
        guard Files.exists(log) else { return false }
        let head = try Files.head(of: log, bytesMax: 4096)
        return String(decoding: head, as: UTF8.self).hasPrefix(Self.skipWord)
    }

    /// The end of it: the store keeps no more.
    private func written() throws(HostError) -> [UInt8] {
        guard Files.exists(log) else { return [] }
        return try Files.end(of: log, bytesMax: Self.outputBytesMax)
    }

    /// The first line of a run that had nothing to do says why; the last of one that did something says what.
    private static func summary(_ output: String, _ result: PluginResult) -> String? {
        let lines = output.split(whereSeparator: \.isNewline).map { UntrustedText.line(String($0)).trimmed }
        switch result {
        case .skipped: return lines.first { $0.hasPrefix(skipWord) }
        case .success: return lines.last { !$0.isEmpty }.flatMap { $0.utf8.count <= noteBytesMax ? $0 : nil }
        case .failure: return nil
        }
    }

    private static let skipWord = "SKIP:"
    /// Bytes of what it wrote that are told.
    private static let outputBytesMax = 16 << 10
    /// Bytes that it may write in all: a run that fills the disk is ended.
    private static let logBytesMax = 64 << 20
    private static let noteBytesMax = 300
}
