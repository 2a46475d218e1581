import ArgumentParser
import Configuration
import Host
import TownModel

struct AgentSetCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say who works in a rig, or in every rig that does not say so itself.",
        discussion: """
            Writes `agent`, or with --role `role_agents.<role>`, in rig.toml or town.toml, as gt config set does.

            Example: gt agent set script --rig web
            """)

    @Argument(help: "The preset.", completion: IDCompletion.presets) var preset: String
    @Option(help: "For this kind of work alone: polecat or crew.") var role: AgentRole?
    @OptionGroup var target: ConfigurationTarget
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let chosen = try PresetBook(try call.town()).preset(preset)
        // Crew sits beside a person, who can say it.
        if role != .crew, let reason = chosen.whyNotYet {
            throw CommandFailure(
                .refused, code: "conflict", reason, about: preset,
                hint: "gt agent list; or a preset of your own that says it, in config/agents.toml")
        }
        let place = try target.place(call)
        let key = try place.key(AgentSettings.key(of: role))
        try Files.writeAtomically(try place.changed(key, to: preset), to: place.path, mode: 0o644)
        try await ConfigReloadCommand.reload(call)
        let environment = try AgentEnvironment.here()
        call.answer([key.name: preset]) { "\(key.name) is now \($0.plain(preset)), in \(place.path)" }
        guard environment.program(of: chosen) == nil else { return }
        call.note(
            "gt: \(chosen.program) is not on PATH: no session of \(preset) can be started from here")
    }
}
