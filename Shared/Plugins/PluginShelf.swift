package import TownModel

/// What lies in a folder of plugins, as it was read at one moment.
package struct PluginShelf: Hashable, Sendable {
    /// Those that can be run, in the order of their names.
    package var plugins: [Plugin]
    /// What can't be used, and why.
    package var unfit: [UnfitPlugin]
    /// Of local time, east of UTC, at that moment.
    package var offsetSeconds: Int

    package init(plugins: [Plugin] = [], unfit: [UnfitPlugin] = [], offsetSeconds: Int = 0) {
        self.plugins = plugins
        self.unfit = unfit
        self.offsetSeconds = offsetSeconds
    }

    package subscript(_ id: PluginID) -> Plugin? { plugins.first { $0.id == id } }
}

/// A plugin whose files can't be used.
package struct UnfitPlugin: Hashable, Sendable {
    package var id: PluginID
    /// When its `plugin.md` was written.
    package var writtenAt: Timestamp
    /// Each a line for people.
    package var reasons: [String]

    package init(id: PluginID, writtenAt: Timestamp, reasons: [String]) {
        self.id = id
        self.writtenAt = writtenAt
        self.reasons = reasons
    }
}
