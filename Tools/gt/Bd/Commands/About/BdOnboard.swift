import ArgumentParser

struct BdOnboard: BdCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "onboard",
        abstract: "Print a paragraph for AGENTS.md that sends agents to bd prime.",
        discussion: "Example: bd onboard >> AGENTS.md")

    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        call.answer(RawJSON.object(["text": RawJSON.text(BdGuide.onboarding)])) { _ in BdGuide.onboarding }
    }
}
