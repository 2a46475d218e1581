import ArgumentParser
import PluginFiles
import Plugins
import TownModel
import Wire

struct PluginRunCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a plugin now, whatever its gate says, also one that is switched off.",
        discussion: """
            Hangs a new bead on the hook of a free dog; 75 when there is none. One run of a plugin at a time.

            Example: gt plugin run tidy
            Example: gt plugin run web/tidy --dry-run
            """)

    @OptionGroup var plugin: PluginOptions
    @Flag(help: "Say what would happen. A condition is looked at, nothing else is done.") var dryRun = false
    @Option(help: "Id of the command, to repeat one that was not answered.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let found = try call.plugin(plugin)
        guard let known = found.plugin else {
            throw CommandFailure(
                .badData, code: "invalid", "\(found.id) can't be run: \(Self.reasons(found))", about: found.id.text,
                hint: "mend it, then gt plugin show \(found.id)")
        }
        let client = try call.client()
        guard !dryRun else {
            let forecast = try await PluginForecast(known, try await client.plugins()[found.id], call)
            return call.answer(forecast) { screen in forecast.lines.map(screen.plain).joined(separator: "\n") }
        }
        let reply = try await client.command(PluginBegin(known, after: nil), id: id)
        call.answer(reply) { screen in
            let run = reply.state.last
            return screen.plain(
                "run \(run?.number ?? 0) of \(found.id) is \(run?.bead.text ?? ""), on the hook of "
                    + "\(run?.dog.map(\.description) ?? "a dog")")
        }
    }

    private static func reasons(_ found: PluginFolder.Found) -> String {
        found.problems.filter { $0.gravity == .error }.map(\.description).joined(separator: "; ")
    }
}

/// What would happen if a plugin were run now, and when it runs by itself.
struct PluginForecast: Encodable {
    let plugin: PluginID
    let way: PluginWay
    let program: String?
    let agent: String?
    let timeoutSeconds: Int64
    /// Whether its condition holds now; nil: it has none.
    let holds: Bool?
    /// `due`, or what it waits for by itself.
    let waits: String
    let notBefore: Timestamp?

    init(_ plugin: Plugin, _ state: PluginState?, _ call: Invocation) async throws {
        self.plugin = plugin.id
        way = plugin.way
        program = plugin.program
        agent = plugin.preset
        timeoutSeconds = plugin.timeoutSeconds
        if case .condition(let check) = plugin.gate {
            do {
                holds = try await PluginCheck(layout: try call.town()).holds(check, of: plugin.id)
            } catch {
                throw CommandFailure(error)
            }
        } else {
            holds = nil
        }
        let sight = PluginSight(
            PluginFolder.Found(id: plugin.id, writtenAt: plugin.writtenAt, plugin: plugin, problems: []), state,
            signs: PluginSigns(holds: holds ?? false), at: call.screen.now)
        waits = sight.waits ?? ""
        notBefore = sight.notBefore
    }

    /// For people; what the plugin's file says was written by others.
    var lines: [String] {
        let what =
            program.map { "\($0) would be run as it is" } ?? "\(agent ?? "the town's agent") would get its instructions"
        let check = holds.map { $0 ? " Its condition holds." : " Its condition does not hold." } ?? ""
        let moment = notBefore.map { ", not before \($0)" } ?? ""
        return [
            "\(plugin): \(what), by a free dog, for at most \(WrittenDuration.text(timeoutSeconds)).\(check)",
            "By itself: \(waits)\(moment)",
        ]
    }
}
