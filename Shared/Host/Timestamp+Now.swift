internal import Glibc
package import TownModel

extension Timestamp {
    /// The wall clock. Only shells ask it: cores and the ledger are told the time.
    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
