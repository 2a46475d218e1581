package import Plugins
package import TownModel

/// What whoever decides about plugins sees of the world.
package protocol PluginPort: Sendable {
    /// What lies in the folder now.
    func shelf() async -> PluginShelf

    /// Whether the condition holds. false when nobody can say: it is asked again.
    func holds(_ check: String, of plugin: PluginID) async -> Bool

    /// Whether an event counts that is in the log now; nil: nobody could say.
    func hasEvent(_ trigger: PluginTrigger, of plugin: PluginID) async -> Bool?
}
