import ArgumentParser
import Host
import TownModel

struct AgentListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the presets: where the program is, whether it was ever run with it, who uses it.",
        discussion: """
            Programs are looked for along the PATH of this shell; the Witness has that of the shell that gt up was called
            in. `unverified` is what was never run by this version with its program.

            Example: gt agent list
            """)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let text = try AgentText(call, screen: call.screen)
        let rows = text.book.presets.map { AgentRow($0, text) }
        call.answer(rows) { _ in text.table(text.book.presets) }
    }
}

/// A preset and what is known of it here.
struct AgentRow: Encodable {
    let preset: AgentPreset
    /// nil: not on this machine.
    let program: String?
    let verified: Bool
    /// `gt`, or the file that it is written in.
    let from: String
    let usedBy: [AgentPlaces.Place]

    init(_ preset: AgentPreset, _ text: AgentText) {
        self.preset = preset
        program = text.environment.program(of: preset)
        verified = preset.isVerified
        from = text.book.origin(of: preset)
        usedBy = text.places.users(of: preset)
    }
}
