import ArgumentParser
import FormulaFiles
import Host
import PluginHost
import RoleRuntime
import SessionHost
import TownModel
import ZeroMQBus

/// Composition: town, bus, body.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-deacon",
        abstract: "Ends a service that is frozen, so that its supervisor starts another; hosts dogs, looks at gates.",
        discussion: "Runs in the foreground; started by `gt up`. Example: gt-deacon --town ~/gt",
        version: ProgramVersion.number)

    @Option(help: "The town's directory.")
    var town: String

    @Option(help: "A descriptor that gets a newline when the service is ready.")
    var readyFd: Int32?

    func run() async throws {
        let layout = TownLayout(root: town)
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        // Cancelled when the service ends.
        async let _ = PaneLines(layout: layout, bus: bus).run()
        let status = await RoleMain.run(
            layout, readyDescriptor: readyFd, bus: bus,
            body: DeaconBody(
                ender: KernelEnder(), saver: StoreSaver(layout: layout, bus: bus),
                residents: HostSessions(
                    layout: layout, programs: HostEnvironment.programDirectory ?? "/usr/local/bin"),
                gates: TownGates(layout: layout, bus: bus),
                patrols: TownPatrols(layout: layout),
                plugins: HostPlugins(layout: layout, rig: nil, bus: bus)))
        throw ExitCode(status)
    }
}
