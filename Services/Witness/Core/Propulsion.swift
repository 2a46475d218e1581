package import TownModel

/// If there is work on your hook, you run it: when somebody who is idle is told so. Pure, and a function of rows alone, so
/// that a Witness that was killed or has listed anew says the same words under the same ids.
package enum Propulsion {
    /// The moments of the nudges of one idle stretch, and last that at which nothing more is hoped of them.
    ///
    /// A quarter of its age when it became idle, within the limits: who takes up every word and ends the turn again with
    /// nothing handed in is told ever more rarely, for each word costs a turn.
    package static func moments(
        idleSince: Timestamp, startedAt: Timestamp, idleFirst: Duration = WitnessLimits.idleFirst
    ) -> [Timestamp] {
        let age = startedAt.duration(to: idleSince)
        let first = min(max(age / 4, idleFirst), WitnessLimits.idleLast)
        var moments = [idleSince.advanced(by: first)]
        var pause = first
        for _ in 0..<WitnessLimits.idleNudgesMax {
            moments.append(moments[moments.count - 1].advanced(by: pause))
            pause = min(pause * 2, WitnessLimits.idleLast)
        }
        return moments
    }
}

/// What was said in one idle stretch, or of one limit.
struct Propelled: Equatable, Sendable {
    /// When it became idle, or the limit was to end.
    var since: Timestamp
    /// How many of the moments were acted on.
    var count = 0
    /// When the last nudge was said by this Witness.
    var lastSaid: Timestamp?
}
