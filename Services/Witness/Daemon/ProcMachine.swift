internal import Glibc
internal import Host
package import WitnessCore

/// The machine that sessions run on.
package protocol Machine: Sendable {
    /// nil: it could not be read.
    func look() -> HostSight?
}

/// As the kernel tells it.
package struct ProcMachine: Machine {
    package init() {}

    package func look() -> HostSight? {
        do throws(HostError) {
            return Self.sight(
                loads: try Files.readText("/proc/loadavg"), memory: try Files.readText("/proc/meminfo"),
                cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        } catch {
            // The core makes of it that nothing is known, and says so.
            return nil
        }
    }

    /// - Parameters:
    ///   - loads: of `/proc/loadavg`: `0.52 0.58 0.59 1/467 12345`.
    ///   - memory: of `/proc/meminfo`, in kB.
    package static func sight(loads: String, memory: String, cores: Int) -> HostSight? {
        guard let load = loads.split(separator: " ").first.flatMap({ Double($0) }), load.isFinite, load >= 0,
            cores > 0, let all = kilobytes("MemTotal:", memory), let available = kilobytes("MemAvailable:", memory)
        else { return nil }
        return HostSight(
            loadPercent: Int((min(load, 1_000_000) * 100 / Double(cores)).rounded()),
            memoryAvailableMB: available / 1024, memoryMB: all / 1024)
    }

    private static func kilobytes(_ name: String, _ text: String) -> Int? {
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(name) {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
