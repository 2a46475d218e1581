/// The bounds of what every service waits for or repeats.
package enum RuntimeLimits {
    /// A loop that has not turned for so long is stuck: the process ends itself (design: watchdog).
    package static let loopStillMax: Duration = .seconds(30)
    /// From SIGTERM to the end of the process, whatever is still going on: supervisors kill soon after.
    package static let shutdownMax: Duration = .seconds(10)
    /// Between two signs of life; the Deacon and the store count in these.
    package static let heartbeat: Duration = .seconds(10)
    /// A listing at least so often heals what nobody noticed.
    package static let listingAge: Duration = .seconds(300)
    /// One request, before the next attempt with the same id; the bus itself repeats it meanwhile.
    package static let requestWait: Duration = .seconds(5)
    /// Before a command that met a busy or silent store is tried again, doubling up to the second value.
    package static let retryFirst: Duration = .milliseconds(100)
    package static let retryLast: Duration = .seconds(5)
    /// How often a key that the store does not know is looked for in its file before the process gives up: a rotation
    /// writes the file first, and the store knows it a moment later.
    package static let keyLooksMax = 5
    /// The clock went back by more than this: every due moment is looked at anew.
    package static let clockSlack: Duration = .seconds(2)
    /// Things told while a listing is on its way; beyond it they are forgotten and the role lists again.
    package static let backlogMax = 10_000
    /// Between two looks for a file that the store is still to make.
    package static let fileWait: Duration = .milliseconds(200)
}
