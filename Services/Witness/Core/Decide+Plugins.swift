import Plugins
import TownModel

/// The rig's plugins: what is due of them is begun, by the town's dogs, as the store hands them out. A parked rig
/// runs none.
extension State {
    mutating func takePlugins(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .plugins(let listed):
            plugins = PluginDesk(listed)
            return plugins.look(isStopped: restsFromPlugins, at: now).map { .plugin($0) }
        case .plugin(let event): return plugins.take(event, at: now).map { .plugin($0) }
        case .ticked: return plugins.look(isStopped: restsFromPlugins, at: now).map { .plugin($0) }
        default: return []
        }
    }

    mutating func attendPlugins(_ event: Event, at now: Timestamp) -> [Effect] {
        let hasLooked = if case .plugin(.found) = event { true } else { false }
        return plugins.attend(hasLooked: hasLooked, isStopped: restsFromPlugins, at: now).map { .plugin($0) }
    }

    private var restsFromPlugins: Bool { isStopped || rig?.state != .active }
}
