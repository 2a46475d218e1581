import Host
import RefineryCore
import TownModel

/// Tells the end of a gate's log as it grows, while the gate runs.
struct GateTeller {
    let path: String
    /// The last lines, whenever there are new ones, at most once a second.
    let tell: @Sendable (String) -> Void

    /// Follows the one process that is named, to its end.
    func follow(_ processes: AsyncStream<ProcessIdentity>) async {
        for await process in processes {
            var told: [UInt8] = []
            while !Task.isCancelled, await !ProcessWatch.shared.waitForEnd(of: process, within: HandsLimits.logLook) {
                look(&told)
            }
            look(&told)
        }
    }

    private func look(_ told: inout [UInt8]) {
        // Losing the error is right: all of it is in the log, and whoever reads that is told.
        guard let bytes = try? LogTail.bytes(of: path), bytes != told, !bytes.isEmpty else { return }
        told = bytes
        tell(SafeText.tail(bytes, linesMax: HandsLimits.toldLinesMax, bytesMax: HandsLimits.toldBytesMax))
    }
}
