import ArgumentParser
import Host
import RoleRuntime
import SessionHost
import TownModel
import ZeroMQBus

/// Composition: town, bus, body.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-mayor",
        abstract: "Drives convoys to their end, keeps an eye on the Deacon, hosts the Mayor's agent.",
        discussion: "Runs in the foreground; started by `gt up`. Example: gt-mayor --town ~/gt",
        version: ProgramVersion.number)

    @Option(help: "The town's directory.")
    var town: String

    @Option(help: "A descriptor that gets a newline when the service is ready.")
    var readyFd: Int32?

    func run() async throws {
        let layout = TownLayout(root: town)
        let status = await RoleMain.run(
            layout, readyDescriptor: readyFd,
            bus: try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint),
            body: MayorBody(
                ender: KernelEnder(),
                residents: HostSessions(
                    layout: layout, programs: HostEnvironment.programDirectory ?? "/usr/local/bin"),
                teller: HostTeller(layout: layout)))
        throw ExitCode(status)
    }
}
