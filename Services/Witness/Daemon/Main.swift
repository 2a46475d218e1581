import ArgumentParser
import FormulaFiles
import Host
import PluginHost
import RoleRuntime
import SessionHost
import TownModel
import WitnessCore
import ZeroMQBus

/// Composition: town, rig, bus, ports, body.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-witness", abstract: "Looks after one rig's polecats and the sessions of its crew.",
        discussion: "Runs in the foreground; started by `gt up`. Example: gt-witness --town ~/gt --rig gastown",
        version: ProgramVersion.number)

    @Option(help: "The town's directory.")
    var town: String

    @Option(help: "The rig's name.")
    var rig: String

    @Option(help: "A descriptor that gets a newline when the service is ready.")
    var readyFd: Int32?

    func run() async throws {
        guard let name = RigName(rig) else { throw ValidationError("\"\(rig)\" is not the name of a rig") }
        let layout = TownLayout(root: town)
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        let sessions = HostSessions(layout: layout, programs: HostEnvironment.programDirectory ?? "/usr/local/bin")
        let body = WitnessBody(
            rig: name, worktrees: GitWorktrees(layout: layout, rig: name), sessions: sessions, residents: sessions,
            typing: HostNudges(layout: layout, bus: bus), patrols: TownPatrols(layout: layout),
            idleFirst: try idleFirst(),
            plugins: HostPlugins(layout: layout, rig: name, bus: bus))
        let status = await RoleMain.run(
            layout, readyDescriptor: readyFd, bus: bus, body: body)
        throw ExitCode(status)
    }

    /// Tests have no half minute.
    private func idleFirst() throws -> Duration {
        guard let text = HostEnvironment.value("GT_IDLE_SECONDS") else { return WitnessLimits.idleFirst }
        guard let seconds = Int64(text), seconds > 0, seconds <= WitnessLimits.idleFirst.components.seconds else {
            throw ServiceFailure(.configuration, "GT_IDLE_SECONDS is 1 to 30, not \"\(text)\"")
        }
        return .seconds(seconds)
    }
}
