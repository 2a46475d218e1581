import ArgumentParser
import Wire

struct BdLabelRemove: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a label off issues.",
        discussion: "Example: bd label remove web-a1 web-b2 urgent")

    @OptionGroup var labelling: BdLabelling
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        try await labelling.run(call, "removed") { BeadUpdate(id: $0, removeLabels: [$1]) }
    }
}
