package import TownModel

/// What the machine's own books say at one moment.
package struct HostSight: Hashable, Sendable {
    /// Load of one minute for each core, in percent.
    package var loadPercent: Int
    package var memoryAvailableMB: Int
    package var memoryMB: Int

    package init(loadPercent: Int, memoryAvailableMB: Int, memoryMB: Int) {
        self.loadPercent = loadPercent
        self.memoryAvailableMB = memoryAvailableMB
        self.memoryMB = memoryMB
    }
}

/// Whether the machine has room for one more: pure. What has begun ends later than it began, lest it begins and ends with each
/// session that is started for it.
package enum HostRule {
    /// A load above the limit begins it, one below this part of the limit ends it.
    static let loadEndPercent = 80
    /// Memory below the limit begins it, memory above this part of the limit ends it.
    static let memoryEndPercent = 125

    /// - Parameters:
    ///   - sight: nil: it could not be read, which is never taken for room.
    ///   - present: what holds now.
    package static func pressure(
        _ sight: HostSight?, _ limits: TownLimits, present: HostPressure?, at now: Timestamp
    ) -> HostPressure? {
        guard limits.looksAtHost else { return nil }
        let since = present?.since ?? now
        guard let sight else {
            return HostPressure(.load, "the machine's load and memory can't be read", since: since)
        }
        if let most = limits.loadMaxPercent {
            let bound = present?.kind == .load ? most * loadEndPercent / 100 : most
            if sight.loadPercent > bound {
                return HostPressure(
                    .load,
                    "the load is \(TownLimits.load(percent: sight.loadPercent)) a core, "
                        + "the limit is \(TownLimits.load(percent: most))",
                    since: since)
            }
        }
        let least = [limits.memoryMinMB, limits.memoryMinPercent.map { sight.memoryMB * $0 / 100 }]
            .compactMap(\.self).max()
        if let least {
            let bound = present?.kind == .memory ? least * memoryEndPercent / 100 : least
            if sight.memoryAvailableMB < bound {
                return HostPressure(
                    .memory, "\(sight.memoryAvailableMB) MB of memory are available, \(least) are to be", since: since)
            }
        }
        return nil
    }
}
