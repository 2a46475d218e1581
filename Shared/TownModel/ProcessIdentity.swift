/// A process as the kernel knows it: number alone can be used again, number and start time on one boot can't.
package struct ProcessIdentity: Hashable, Sendable, Codable {
    package var host: String
    /// `/proc/sys/kernel/random/boot_id`.
    package var bootID: String
    package var pid: Int32
    /// Field 22 of `/proc/<pid>/stat`: clock ticks since boot.
    package var startTicks: UInt64

    package init(host: String, bootID: String, pid: Int32, startTicks: UInt64) {
        self.host = host
        self.bootID = bootID
        self.pid = pid
        self.startTicks = startTicks
    }
}
