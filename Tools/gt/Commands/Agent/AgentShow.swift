import ArgumentParser
import TownModel

struct AgentShowCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of a preset; without a name, who works where and by whose word.",
        discussion: """
            Example: gt agent show claude
            Example: gt agent show
            """)

    @Argument(help: "The preset.", completion: IDCompletion.presets) var name: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let text = try AgentText(call, screen: call.screen)
        guard let name else { return call.answer(text.places.places) { _ in text.choices() } }
        let preset = try text.book.preset(name)
        call.answer(AgentRow(preset, text)) { _ in text.details(preset) }
    }
}
