import ArgumentParser

struct BdPrime: BdCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "prime",
        abstract: "Print how issues are used here, for an agent that begins. Silent where there is no town.",
        discussion: "Example: bd prime")

    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        // A hook of an agent's settings runs it everywhere: where there is no town it has nothing to say.
        do {
            _ = try call.call.town()
        } catch {
            guard error.status == .configuration, bd.global.town == nil else { throw error }
            return
        }
        call.answer(RawJSON.object(["text": RawJSON.text(BdGuide.text)])) { _ in BdGuide.text }
    }
}
