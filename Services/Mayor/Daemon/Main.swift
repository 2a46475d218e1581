import ArgumentParser
import RoleRuntime
import TownModel
import ZeroMQBus

/// Composition: town, bus, body.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-mayor", abstract: "Drives convoys to their end and keeps an eye on the Deacon.",
        discussion: "Runs in the foreground; started by `gt up`. Example: gt-mayor --town ~/gt",
        version: ProgramVersion.number)

    @Option(help: "The town's directory.")
    var town: String

    @Option(help: "A descriptor that gets a newline when the service is ready.")
    var readyFd: Int32?

    func run() async throws {
        let status = await RoleMain.run(town: town, readyDescriptor: readyFd, body: MayorBody()) { requests, feed in
            try ZeroMQBus(requestEndpoint: requests, feedEndpoint: feed)
        }
        throw ExitCode(status)
    }
}
