package import TownModel

/// What whoever decides about plugins is told. Facts: telling one twice changes nothing.
package enum PluginEvent: Equatable, Sendable {
    /// What lies in its folder now.
    case found(PluginShelf)
    /// What the ledger knows of one, as it is now.
    case changed(PluginState)
    /// An event that this plugin waits for; after that run began.
    case happened(PluginID, run: Int64)
    /// The log was looked at for it up to now, from that run on.
    case logged(PluginID, run: Int64, hasEvent: Bool)
    /// The log could not be looked at for it: later.
    case unlogged(PluginID)
    /// Its condition was looked at after that run, and holds.
    case holds(PluginID, run: Int64)
    /// This run of it was not begun: later. Why, for a person; nil: that there is nothing to say about.
    case refused(PluginID, run: Int64, reason: String?)
}

/// What is to be done about plugins.
package enum PluginEffect: Equatable, Sendable {
    /// Look into the folder; nothing is told when it is as it was.
    case look(known: PluginShelf)
    /// Look into the folder now, and tell: something in it is due.
    case lookNow(time: Int)
    case begin(Plugin, run: Int64)
    /// Whether an event that it waits for has come since its last run, while nobody looked.
    case searchLog(PluginID, PluginTrigger, run: Int64)
    case checkCondition(PluginID, check: String, run: Int64)
    /// To a person, once for each time that its file is written.
    case tellUnfit(UnfitPlugin)
    /// To a person: it can't be begun.
    case tellRefused(PluginID, run: Int64, reason: String)
    case wake(at: Timestamp)
}
