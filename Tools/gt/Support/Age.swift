import TownModel

/// A duration as a person says it: one unit.
enum Age {
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds / 1000)
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
