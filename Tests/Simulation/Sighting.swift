/// What a simulated town can meet with. Each is to be met: a fault that never happens proves nothing.
enum Sighting: String, CaseIterable, Sendable {
    // The bus and the store.
    case requestLost, requestTwice, requestLate, answerLost, eventLost, eventTwice, eventLate, feedGone
    case storeDied, storeDiedAfterCommit, queryFailed, batchOfSeveral, answeredAgain

    // Processes and clocks.
    case mayorKilled, deaconKilled, witnessKilled, refineryKilled
    case rolePaused, frozenRoleEnded, clockJumped, staleTokenRefused
    case handsActedLate, handsEndedBySuccessor, rebooted

    // A Witness's hands.
    case worktreeFailed, worktreeHalfMade, furnishFailed, shimNeverSpoke, shimLate, shimCancelled
    case screenAway, limitMet, idleNudged, sessionRestarted, endFailed, endUnrecorded, retireFailed,
        retireFailedHalfWay, workRescued,
        agentEndedByHands

    // A Refinery's hands.
    case remoteAway, buildDisturbed, pushRefused, pushOvertaken, pushAnswerLost, guardFailed
    case gateRed, gateUnjudged, gateDisturbed, gateFlaked, foreignPush
    case squashed, rebased, upkeepDone, upkeepFailed, submittedRefRemoved
    case stackedTogether, landedTogether, requestCrowded, conflictSeenEarly

    // Agents.
    case agentDied, agentForgot, agentHung, agentWasSilent, agentLingered, agentChangedNothing, agentAskedForReview
    case lateDoneRefused, foreignDoneRefused

    // The overseer, and somebody who is not.
    case unslung, slungAgain, parked, dispatchPaused, townStopped, closedByHand, gateOpened, priorityChanged
    case queueHeld, requestFronted, requestTakenOut, requestRejected, requestRetried, leftInHeldQueue,
        refusedAndCarriedOut
    case mailListed, readerDied, mailRead, nudgeShown, nudgeExpired, keylessRefused

    // What became of work.
    case requestQueued, requestTested, requestLanding, requestLanded, requestRequeued, requestInConflict
    case requestFailed, requestWithdrawn, attemptsUsedUp, beadReturned
    case epicClosed, neededAcrossRigs, convoyLanded, reworkWaited, keptWorkMended, deferredWorkWoke, workKept
    case townWasFull, hostWasFull, epicDriven
}
