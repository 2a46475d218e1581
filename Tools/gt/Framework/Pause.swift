import Glibc
import TownModel

/// The wait that a busy store asks for. There is no event to wait for: it says when to come again.
enum Pause {
    static func take(_ duration: Duration) {
        // Nothing else runs meanwhile in a command that waits for this one answer.
        _ = poll(nil, 0, Int32(duration.milliseconds))
    }
}
