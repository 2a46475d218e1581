import ArgumentParser
import Wire

struct BdLabelAdd: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put a label on issues.",
        discussion: "Example: bd label add web-a1 web-b2 urgent")

    @OptionGroup var labelling: BdLabelling
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await labelling.run(call, "added") { BeadUpdate(id: $0, addLabels: [$1]) }
    }
}
