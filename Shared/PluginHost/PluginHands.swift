import PluginFiles
package import Plugins
package import RoleRuntime
import TownModel
package import Wire

/// Plugins between the core of the service that decides about them, the wire and the host.
package struct PluginHands: Sendable {
    private let port: any PluginPort

    package init(_ port: any PluginPort) { self.port = port }

    package func outbox(_ effect: PluginEffect) -> Deed {
        switch effect {
        case .look: hands("look")
        case .lookNow(let time): hands("look/\(time)")
        case .checkCondition(let id, _, let run): hands("check/\(id)/\(run)")
        case .searchLog(let id, _, let run): hands("events/\(id)/\(run)")
        case .begin(let plugin, let run):
            .say(
                CommandDraft(
                    PluginBegin(plugin, after: run - 1), id: CommandID(composed: "plugin", plugin.id.text, "\(run)"),
                    subject: "plugin/\(plugin.id)"))
        case .tellUnfit(let unfit):
            escalate(
                "plugin-file/\(unfit.id)", "\(unfit.writtenAt.milliseconds)",
                "The plugin \(unfit.id) can't be used, and is not run:\n\n"
                    + unfit.reasons.joined(separator: "\n") + "\n\nMend it; gt plugin show \(unfit.id) reads it again.")
        case .tellRefused(let id, let run, let reason):
            escalate(
                "plugin/\(id)", "\(run)",
                "The plugin \(id) is due and can't be run: \(reason)\n\nIt is tried again in a quarter of an hour; "
                    + "gt plugin disable \(id) switches it off.")
        case .wake(let moment): .wake(at: moment)
        }
    }

    /// Nothing is left of them if they are cut short: no intent is needed.
    private func hands(_ word: String) -> Deed {
        .hands(
            HandsDraft(
                intent: CommandID(composed: "plugins", word), kind: "plugins", detail: word,
                subject: "plugins/\(word)", leavesTraces: false, isLook: true))
    }

    private func escalate(_ source: String, _ time: String, _ text: String) -> Deed {
        .say(
            CommandDraft(
                EscalationRaise(severity: .medium, text: text, source: source),
                id: CommandID(composed: "escalate", source, time), subject: source))
    }

    package func perform(_ effect: PluginEffect) async -> [PluginEvent] {
        switch effect {
        case .look(let known):
            let found = await port.shelf()
            return found == known ? [] : [.found(found)]
        case .lookNow: return [.found(await port.shelf())]
        case .checkCondition(let id, let check, let run):
            return await port.holds(check, of: id) ? [.holds(id, run: run)] : []
        case .searchLog(let id, let trigger, let run):
            guard let hasEvent = await port.hasEvent(trigger, of: id) else { return [.unlogged(id)] }
            return hasEvent ? [.logged(id, run: run, hasEvent: true)] : []
        case .begin, .tellUnfit, .tellRefused, .wake: return []
        }
    }

    /// What a refused begin means; empty for any other command. What will be told by an event of its own, or passes, is
    /// nothing to tell a person.
    package func inbox(refused command: CommandDraft, _ error: WireError) -> [PluginEvent] {
        guard command.verb == PluginBegin.verb else { return [] }
        do throws(WireError) {
            let begin = try PluginBegin.decode(command.body)
            let passes = [.conflict, .already, .parked].contains(error.code)
            let hint = error.hint.map { " (\($0))" } ?? ""
            return [.refused(begin.plugin, run: (begin.after ?? 0) + 1, reason: passes ? nil : error.message + hint)]
        } catch {
            preconditionFailure("a command of ours can't be read: \(error)")
        }
    }

    /// Which plugins an event counts for.
    package static func inbox(_ event: TownEvent, for desk: PluginDesk) -> [PluginEvent] {
        switch event.kind {
        case .pluginBegan, .pluginEnded, .pluginChanged: event.data.plugin.map { [.changed($0)] } ?? []
        default:
            desk.happened(
                topic: event.topic, subject: event.subject, actor: event.actor, sequence: event.sequence,
                time: event.time)
        }
    }
}
