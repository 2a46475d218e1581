package import TownModel

/// What a service hears of the residents that it hosts. Facts: telling one twice changes nothing.
package enum ResidentEvent: Equatable, Sendable {
    /// As it is now; without a session when it is to have none, or its last one is over.
    case changed(Resident, Session?)

    // What became of hands.
    case furnished(Resident, key: String)
    case started(Resident, shim: ProcessIdentity)
    /// The town was stopped at that moment.
    case notNow(Resident)
    /// There is no session, or there will be none: why.
    case failed(Resident, reason: String)
    /// The shim is no more; what the agent left running may still be there.
    case processEnded(Resident)
    /// No process of the session is left. nil: nobody recorded how it ended.
    case sessionGone(Resident, exitStatus: Int32?)
    case endFailed(Resident, reason: String)
}

/// What a service does about its residents: what a person has asked for, and the record of what has ended by itself.
package enum ResidentEffect: Equatable, Sendable {
    case sayFurnished(Resident, key: String)
    case sayStarted(Resident, shim: ProcessIdentity)
    case sayEnded(Resident, exitStatus: Int32?, reason: String?)
    /// To a person, once for a session: it could not be ended.
    case sayLeftOver(Resident, reason: String)

    /// The session's directory and its key.
    case furnish(Resident)
    case start(Resident)
    /// Until the shim has ended.
    case watch(Resident, ProcessIdentity)
    /// Sees to it that no process of the session is left.
    case end(Resident)
    case wake(at: Timestamp)
}
