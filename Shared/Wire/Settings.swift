package import TownModel

/// Keeps a setting of somebody's own with a home of beads, or takes it away: for programs beside the town, which it means
/// something to.
package struct SettingSet: Command {
    package typealias Reply = Done
    package static let verb = "setting.set"
    package var home: BeadHome
    package var name: SettingName
    /// nil takes it away.
    package var value: String?

    package init(home: BeadHome, name: SettingName, value: String?) {
        self.home = home
        self.name = name
        self.value = value
    }
}

/// The settings that programs beside the town keep with a home of beads.
package struct SettingList: Query {
    package typealias Reply = SettingPage
    package static let verb = "setting.list"
    package var home: BeadHome

    package init(home: BeadHome) { self.home = home }
}

package struct SettingPage: Codable, Hashable, Sendable {
    package var settings: [SettingName: String]

    package init(settings: [SettingName: String]) { self.settings = settings }
}
