internal import TownModel
internal import Wire

/// Plugins: their runs, and whether they are switched off. What a plugin is lies in its directory, which the store never
/// sees: whoever begins a run says all that is needed for it.
extension VerbRule {
    static let plugins: [VerbRule] = [
        .command(PluginBegin.self) { (begin, transaction) throws(LedgerError) in try transaction.begin(begin) },
        .command(PluginEnded.self) { (ended, transaction) throws(LedgerError) in try transaction.ended(ended) },
        .command(PluginEnable.self) { (enable, transaction) throws(LedgerError) in
            try transaction.turn(enable.plugin, off: false)
        },
        .command(PluginDisable.self) { (disable, transaction) throws(LedgerError) in
            try transaction.turn(disable.plugin, off: true)
        },
    ]
}

extension QueryRule {
    static let plugins: [QueryRule] = [
        .query(PluginList.self) { (_, reading) throws(LedgerError) in PluginPage(plugins: try reading.plugins()) },
        .query(PluginHistory.self) { (history, reading) throws(LedgerError) in
            PluginRuns(runs: try reading.runs(of: history.plugin, limit: history.limit))
        },
        .query(PluginRunShow.self) { (show, reading) throws(LedgerError) in
            guard let found = try reading.pluginRun(of: show.bead) else { return PluginRunReply() }
            return PluginRunReply(plugin: found.plugin, run: found.run)
        },
    ]
}

extension Transaction {
    fileprivate func turn(_ plugin: PluginID, off: Bool) throws(LedgerError) -> PluginReply {
        try checkHasPlugins(plugin)
        var state = try self.plugin(plugin) ?? PluginState(plugin: plugin)
        guard state.isOff != off else { return PluginReply(state: state) }
        state.isOff = off
        state.switchedAt = now
        try save(state)
        try tell(.pluginChanged, state, nil)
        return PluginReply(state: state)
    }

    /// A service speaks for its own place: the Deacon for the town's plugins, a Witness for those of its rig.
    func checkHasPlugins(_ plugin: PluginID) throws(LedgerError) {
        if let rig = plugin.rig { _ = try knownRig(rig) }
        let owner: RoleName?
        switch speaker.actor {
        case .deacon: owner = plugin.rig == nil ? .deacon : nil
        case .witness(let rig): owner = plugin.rig == rig ? .witness(rig) : nil
        default: return
        }
        guard let owner, speaker.role == owner else {
            throw .refuse(.forbidden, "\(plugin) is not the business of \(speaker.actor)", about: plugin.text)
        }
    }
}
