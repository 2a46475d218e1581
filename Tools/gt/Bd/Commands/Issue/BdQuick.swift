import ArgumentParser
import TownModel
import Wire

struct BdQuick: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "q",
        abstract: "Make an issue and print its id, nothing else.",
        discussion: "Example: bd q Fix the door -p 1")

    @Argument(help: "The words of its title.") var title: [String]
    @Option(name: [.customShort("t", allowingJoined: true), .long], help: "task, bug, feature, chore or epic.")
    var type: BdType?
    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "0 to 4, P0 to P4.")
    var priority: PriorityArgument?
    @Option(name: .shortAndLong, parsing: .unconditionalSingleValue, help: "Labels, with commas or repeated.")
    var labels: [String] = []
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let create = BeadCreate(
            rig: try await home.one(call, client).rig, title: title.joined(separator: " "),
            type: type?.value ?? .task, priority: priority?.value ?? .normal, labels: labels.parts)
        let id = try await client.command(create).bead.id
        call.answer(RawJSON.object(["id": RawJSON.text(id.text)])) { _ in id.text }
    }
}
