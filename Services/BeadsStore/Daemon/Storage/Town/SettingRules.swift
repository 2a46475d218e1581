internal import TownModel
internal import Wire

/// Settings of somebody's own: kept and given back, and never looked at.
enum SettingRules {
    static let verbs: [VerbRule] = [
        .command(SettingSet.self) { (set, work) throws(LedgerError) in
            try work.set(set)
            return Done()
        }
    ]

    static let queries: [QueryRule] = [
        .query(SettingList.self) { (list, reading) throws(LedgerError) in
            SettingPage(settings: try reading.settings(of: list.home))
        }
    ]

    /// Under which a setting is kept among the town's facts.
    fileprivate static func place(_ home: BeadHome) -> String { "setting/\(home)/" }
}

extension Transaction {
    /// The event names the setting alone: a value may be somebody's secret.
    fileprivate func set(_ set: SettingSet) throws(LedgerError) {
        if let rig = set.home.rig { _ = try knownRig(rig) }
        let settings = try settings(of: set.home)
        guard settings[set.name] != set.value else { return }
        if let value = set.value {
            guard value.utf8.count <= BeadLimits.settingBytesMax else {
                throw .refuse(
                    .tooLarge, "the value of \(set.name) is over \(BeadLimits.settingBytesMax) bytes",
                    about: set.name.text)
            }
            guard settings[set.name] != nil || settings.count < BeadLimits.settingsMax else {
                throw .refuse(
                    .tooLarge, "\(set.home) has \(BeadLimits.settingsMax) settings already", about: set.name.text,
                    hint: "bd config unset takes one away")
            }
        }
        try setMeta(SettingRules.place(set.home) + set.name.text, set.value)
        try emit(
            .settingChanged, in: set.home.stream, subject: set.name.text,
            EventData(note: set.value == nil ? "taken away" : nil))
    }
}

extension LedgerReader {
    fileprivate func settings(of home: BeadHome) throws(LedgerError) -> [SettingName: String] {
        var settings: [SettingName: String] = [:]
        for (name, value) in try metas(under: SettingRules.place(home)) {
            if let name = SettingName(name) { settings[name] = value }
        }
        return settings
    }
}
