import Plugins
import TownModel

/// The town's own plugins: what is due of them is begun, by the dogs, as the store hands them out.
extension State {
    mutating func takePlugins(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .plugins(let listed):
            plugins = PluginDesk(listed)
            return plugins.look(isStopped: isStopped, at: now).map { .plugin($0) }
        case .plugin(let event): return plugins.take(event, at: now).map { .plugin($0) }
        case .tick: return plugins.look(isStopped: isStopped, at: now).map { .plugin($0) }
        default: return []
        }
    }

    mutating func attendPlugins(_ event: Event, at now: Timestamp) -> [Effect] {
        plugins.attend(hasLooked: event.hasLooked, isStopped: isStopped, at: now).map { .plugin($0) }
    }
}

extension Event {
    /// It tells what lies in the folder of plugins at this moment.
    fileprivate var hasLooked: Bool { if case .plugin(.found) = self { true } else { false } }
}
