import ArgumentParser

struct BdComment: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment",
        abstract: "Say something about an issue, for whoever reads it.",
        discussion: "Example: bd comment web-a1 \"it is the hinge\"")

    @OptionGroup var remark: BdRemark
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws { try await remark.run(call) }
}
