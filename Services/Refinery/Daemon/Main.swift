import ArgumentParser
import FormulaFiles
import Host
import RoleRuntime
import TownModel
import Wire
import ZeroMQBus

/// Composition: town, rig, bus, body with its hands.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gt-refinery", abstract: "Lands the finished work of one rig on its target branches.",
        discussion: "Runs in the foreground; started by `gt up`. Example: gt-refinery --town ~/gt --rig gastown",
        version: ProgramVersion.number)

    @Option(help: "The town's directory.")
    var town: String

    @Option(help: "The rig's name.", transform: rigName)
    var rig: RigName

    @Option(help: "A descriptor that gets a newline when the service is ready.")
    var readyFd: Int32?

    func run() async throws {
        let layout = TownLayout(root: town)
        let bus = try ZeroMQBus(requestEndpoint: layout.requestEndpoint, feedEndpoint: layout.feedEndpoint)
        let gates = GateRuns(layout: layout, rig: rig) { output in
            bus.signal(
                Request(
                    id: FreshID.command(), kind: .signal, verb: GateOutput.verb,
                    headers: RequestHeaders(actor: RoleName.refinery(output.rig).address),
                    body: JSONText.encode(output)))
        }
        let body = RefineryBody(
            rig: rig, git: TargetGit(layout: layout, rig: rig), gates: gates, patrols: TownPatrols(layout: layout))
        let status = await RoleMain.run(layout, readyDescriptor: readyFd, bus: bus, body: body)
        throw ExitCode(status)
    }
}

private func rigName(_ text: String) throws -> RigName {
    guard let name = RigName(text) else {
        throw ValidationError("\"\(text)\" is no rig's name: lower-case letters, digits, _ and -, a letter first")
    }
    return name
}
