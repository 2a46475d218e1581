package import TownModel

/// Whether a plugin is to be run now.
package enum PluginDue: Hashable, Sendable {
    case run
    case notBefore(Timestamp)
    case waits(PluginWait)
}

/// What a plugin waits for that is no moment.
package enum PluginWait: Hashable, Sendable {
    case switchedOn
    case ownRun(since: Timestamp)
    case hand
    case condition(check: String)
    case event(on: TopicPattern)
    /// Its schedule names no moment in the next years.
    case nothing

    /// As a person reads it.
    package var sentence: String {
        switch self {
        case .switchedOn: "switched off"
        case .ownRun: "its run is on its way"
        case .hand: "a hand: gt plugin run"
        case .condition(let check): "`\(check)` to end with 0"
        case .event(let pattern): "an event like \(pattern.text)"
        case .nothing: "a moment that never comes"
        }
    }
}

/// What has happened that a plugin's gate asks for.
package struct PluginSigns: Hashable, Sendable {
    /// An event that it waits for has come since its last run began.
    package var hasEvent: Bool
    /// Its condition was looked at, and holds.
    package var holds: Bool

    package init(hasEvent: Bool = false, holds: Bool = false) {
        self.hasEvent = hasEvent
        self.holds = holds
    }
}

extension Plugin {
    /// Pure. Run now, not before a moment, or when something happens.
    ///
    /// - Parameters:
    ///   - state: what the ledger knows of it; nil: nothing yet.
    ///   - offsetSeconds: of local time, east of UTC.
    package func due(
        _ state: PluginState?, _ signs: PluginSigns = PluginSigns(), at now: Timestamp, offsetSeconds: Int
    ) -> PluginDue {
        if let run = state?.open { return .waits(.ownRun(since: run.begun)) }
        if state?.isOff == true { return .waits(.switchedOn) }
        // A run of the future was begun before the clock was set back: it says nothing.
        let last = state?.last.flatMap { $0.begun <= now ? $0.begun : nil }
        switch gate {
        case .manual: return .waits(.hand)
        case .condition(let check): return signs.holds ? .run : .waits(.condition(check: check))
        case .event(let pattern): return signs.hasEvent ? .run : .waits(.event(on: pattern))
        case .cooldown(let seconds):
            guard let moment = last?.advanced(by: .seconds(seconds)), now < moment else { return .run }
            return .notBefore(moment)
        case .cron(let schedule):
            // What came before it was written down, or while it was switched off, was not missed.
            let known = [last, state?.switchedAt, writtenAt].compactMap { $0 }.filter { $0 <= now }.max() ?? now
            guard let moment = schedule.next(after: known, offsetSeconds: offsetSeconds) else {
                return .waits(.nothing)
            }
            return moment <= now ? .run : .notBefore(moment)
        }
    }
}
