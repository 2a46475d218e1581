package import TownModel

/// Which commands are of which group, and what a question takes that is more than a look. To add a command: put it into
/// its group here.
extension VerbGroup {
    package var verbs: [String] {
        switch self {
        case .bead:
            [
                BeadCreate.verb, BeadsCreate.verb, BeadUpdate.verb, BeadClaim.verb, BeadClaimNext.verb,
                BeadComment.verb, BeadClose.verb, BeadAdvance.verb, BeadDelete.verb, BeadReopen.verb, GateCreate.verb,
                EdgeAdd.verb, EdgeRemove.verb, BlobPut.verb, SettingSet.verb,
                MoleculeMake.verb, MoleculeNext.verb, StepOutput.verb, StepRelease.verb, MoleculeBurn.verb,
                MoleculeSquash.verb, MoleculeBond.verb, MoleculeAttach.verb, MoleculeDetach.verb,
            ]
        case .file:
            [BeadImport.verb, BeadImportPart.verb, BeadImportEnd.verb, MergeOffer.verb, MergeAgree.verb]
        case .mail:
            [
                MailSend.verb, MailRead.verb, MailArchive.verb, MailUnarchive.verb, MailMark.verb, MailDelete.verb,
                MailDrain.verb, MailGroupCreate.verb, MailGroupChange.verb, MailGroupDelete.verb, MailQueueCreate.verb,
                MailQueueDelete.verb, MailClaim.verb, MailRelease.verb, MailChannelCreate.verb, MailChannelDelete.verb,
                MailChannelSubscribe.verb, MailChannelRead.verb, AttentionSet.verb, NudgeSend.verb, NudgeBroadcast.verb,
                EscalationRaise.verb,
                EscalationAcknowledge.verb, ConvoyWatch.verb,
            ]
        case .dispatch:
            [
                WorkSling.verb, WorkUnsling.verb, ConvoyCreate.verb, ConvoyAdd.verb, ConvoyClose.verb,
                ConvoyStage.verb, ConvoyLaunch.verb, SchedulerResume.verb,
                MountainBegin.verb, MountainSteer.verb,
            ]
                + [MergeFront.verb, MergeWithdraw.verb, MergeReject.verb, MergeRetry.verb, QueueResume.verb]
        case .work:
            [
                WorkDone.verb, SessionAlive.verb, NudgesDelivered.verb, LettersShown.verb, TurnStart.verb, TurnEnd.verb,
                HandoffWrite.verb,
                HandoffShown.verb, NewsSeen.verb, PluginEnded.verb,
            ]
        case .plugin: [PluginBegin.verb, PluginEnable.verb, PluginDisable.verb]
        case .register: [RoleRegister.verb]
        case .role:
            [
                DispatchClaim.verb, AssignmentPrepared.verb, AssignmentReturn.verb, AssignmentRetired.verb,
                SessionStarted.verb, SessionEnded.verb, MergeTesting.verb, MergeLanding.verb, MergeRequeue.verb,
                MergeLanded.verb, MergeReturned.verb, MergeJudged.verb, MergeWaits.verb, ConvoyFeed.verb,
                ConvoyLanded.verb, ConvoyStuck.verb, IntentOpen.verb,
                IntentSettle.verb, SessionJudged.verb, AgentFurnished.verb, NudgesHeld.verb,
                SessionRestart.verb, StepGateReport.verb, HostJudged.verb, EscalationRouted.verb,
            ]
        case .town:
            [
                RigAdd.verb, RigSetState.verb, TownThaw.verb, TownReconcile.verb, CrewAdd.verb, CrewPlaced.verb,
                CrewRename.verb, CrewRemove.verb, CrewRemoved.verb, AgentStart.verb, AgentStop.verb, DogAdd.verb,
                DogRemove.verb, DogRemoved.verb,
            ]
        case .stop: [TownStop.verb, QueuePause.verb, SchedulerPause.verb]
        case .key: [KeyAuthorize.verb, KeyRevoke.verb, KeyRotate.verb]
        case .store: [ConfigApply.verb, DirectivesApply.verb]
        }
    }

    /// nil for a verb that is no command.
    package init?(of verb: String) {
        guard let group = Self.byVerb[verb] else { return nil }
        self = group
    }

    private static let byVerb = Dictionary(
        allCases.flatMap { group in group.verbs.map { ($0, group) } },
        uniquingKeysWith: { preconditionFailure("a command is of one group, not of \($0) and \($1)") })

    /// What a remote's key must have for a question that does more than read beads and events, or reads what is
    /// somebody's own. nil: nothing.
    package init?(neededByRemoteFor query: String) {
        switch query {
        case MailInbox.verb, MailThread.verb, MailSearch.verb, MailQueueShow.verb, NewsShow.verb, NudgeList.verb,
            NudgeShow.verb:
            self = .mail
        // A setting's value may be somebody's secret.
        case SettingList.verb: self = .bead
        case BeadSync.verb: self = .file
        case ConfigReload.verb, BackupMake.verb, BackupVerify.verb: self = .town
        default: return nil
        }
    }

    /// What a key that is bound to streams may ask: who it is, and for events of those streams.
    package static let askedByStreamKeys = [EventsSince.verb, WhoAmI.verb, Ping.verb]
}

/// The table of rights as `docs/protocol.md` shows it.
package enum RightsTable {
    package static let markdown: String = {
        let kinds = SpeakerKind.allCases
        var lines = [
            "| group | commands | \(kinds.map(\.rawValue).joined(separator: " | ")) | remote | besides |",
            "|---|---|\(String(repeating: "---|", count: kinds.count))---|---|",
        ]
        let remote = Set(Rights.groups(ofRemoteFor: .overseer))
        for group in VerbGroup.allCases {
            let marks =
                kinds.map { Rights.allows($0, group) ? "yes" : "–" } + [remote.contains(group) ? "if given" : "–"]
            let verbs = group.verbs.map { "`\($0)`" }.joined(separator: ", ")
            lines.append(
                "| \(group.rawValue) | \(verbs) | \(marks.joined(separator: " | ")) | \(group.condition ?? "") |")
        }
        return lines.joined(separator: "\n")
    }()
}
