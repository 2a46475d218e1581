import TownModel
import Wire

/// One verb of the protocol with its types, for tests that look at all of them.
package struct WireVerb: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable { case command, query, signal }

    package let kind: Kind
    package let verb: String
    /// The name of the type in Shared/Wire.
    package let typeName: String
    package let replyName: String?
    /// Writes down the shapes of body and reply.
    package let record: @Sendable (ShapeRecorder) throws -> Void
    /// A body with everything set that can be.
    package let sampleBody: @Sendable () throws -> [UInt8]
    package let sampleReply: @Sendable () throws -> [UInt8]?
    /// Reads a body as the store does, and writes it again.
    package let rewriteBody: @Sendable ([UInt8]) throws -> [UInt8]
    /// Reads a reply as a client does, and writes it again.
    package let rewriteReply: @Sendable ([UInt8]) throws -> [UInt8]

    package var description: String { verb }

    static func command<C: Command>(_ type: C.Type) -> WireVerb {
        WireVerb(
            .command, C.verb, type, C.Reply.self, read: { body throws(WireError) in try C.decode(body) },
            write: { C.json(of: $0) })
    }

    static func query<Q: Query>(_ type: Q.Type) -> WireVerb {
        WireVerb(
            .query, Q.verb, type, Q.Reply.self,
            read: { body throws(WireError) in try JSONText.decode(Q.self, from: body) }, write: { Q.json(of: $0) })
    }

    static func signal<S: Signal>(_ type: S.Type) -> WireVerb {
        WireVerb(
            .signal, S.verb, type, nil as Done.Type?,
            read: { body throws(WireError) in try JSONText.decode(S.self, from: body) },
            write: { JSONText.encode($0) })
    }

    private init<Body: Codable & Sendable, Reply: Codable & Sendable>(
        _ kind: Kind, _ verb: String, _ body: Body.Type, _ reply: Reply.Type?,
        read: @escaping @Sendable ([UInt8]) throws(WireError) -> Body,
        write: @escaping @Sendable (Reply) -> [UInt8]
    ) {
        let hasReply = reply != nil
        self.kind = kind
        self.verb = verb
        typeName = ShapeRecorder.name(of: body)
        replyName = reply.map { ShapeRecorder.name(of: $0) }
        record = { recorder in
            _ = try recorder.read(Body.self)
            if hasReply { _ = try recorder.read(Reply.self) }
        }
        sampleBody = { JSONText.encode(try ShapeRecorder().read(Body.self).sample) }
        sampleReply = { hasReply ? write(try ShapeRecorder().read(Reply.self).sample) : nil }
        rewriteBody = { JSONText.encode(try read($0)) }
        rewriteReply = { write(try JSONText.decode(Reply.self, from: $0)) }
    }
}

extension WireVerb {
    /// Every verb there is: a test compares this with the sources, and with what the store knows.
    package static let all: [WireVerb] = commands + queries + signals

    private static let commands: [WireVerb] = [
        .command(AssignmentPrepared.self), .command(AssignmentRetired.self), .command(AssignmentReturn.self),
        .command(BeadAdvance.self), .command(BeadClaim.self), .command(BeadClaimNext.self), .command(BeadClose.self),
        .command(BeadComment.self), .command(BeadCreate.self), .command(BeadDelete.self), .command(BeadImport.self),
        .command(BeadImportEnd.self), .command(BeadImportPart.self), .command(BeadReopen.self),
        .command(BeadUpdate.self), .command(BeadsCreate.self), .command(BlobPut.self), .command(ConfigApply.self),
        .command(ConvoyAdd.self), .command(ConvoyClose.self), .command(ConvoyCreate.self), .command(ConvoyFeed.self),
        .command(ConvoyLanded.self), .command(ConvoyLaunch.self), .command(ConvoyStage.self),
        .command(ConvoyWatch.self), .command(DirectivesApply.self),
        .command(DispatchClaim.self),
        .command(EdgeAdd.self),
        .command(EdgeRemove.self), .command(EscalationRaise.self), .command(GateCreate.self),
        .command(HandoffShown.self), .command(HandoffWrite.self), .command(IntentOpen.self),
        .command(IntentSettle.self), .command(KeyAuthorize.self), .command(KeyRevoke.self),
        .command(KeyRotate.self), .command(MailRead.self), .command(MailSend.self),
        .command(MailArchive.self), .command(MailUnarchive.self), .command(MailMark.self), .command(MailDelete.self),
        .command(MailDrain.self), .command(LettersShown.self),
        .command(MailGroupCreate.self),
        .command(MailGroupChange.self), .command(MailGroupDelete.self), .command(MailQueueCreate.self),
        .command(MailQueueDelete.self), .command(MailClaim.self), .command(MailRelease.self),
        .command(MailChannelCreate.self),
        .command(MailChannelDelete.self), .command(MailChannelSubscribe.self), .command(MailChannelRead.self),
        .command(AttentionSet.self),
        .command(MergeAgree.self), .command(MergeLanded.self), .command(MergeLanding.self), .command(MergeOffer.self),
        .command(MergeRequeue.self), .command(MergeReturned.self), .command(MergeTesting.self),
        .command(NudgeBroadcast.self), .command(NudgeSend.self), .command(NudgesDelivered.self),
        .command(NudgesHeld.self), .command(RigAdd.self),
        .command(RigSetState.self),
        .command(RoleRegister.self), .command(SessionAlive.self), .command(SessionEnded.self),
        .command(SessionJudged.self),
        .command(SessionStarted.self), .command(SettingSet.self), .command(TownReconcile.self),
        .command(TownStop.self), .command(TownThaw.self), .command(TurnEnd.self), .command(TurnStart.self),
        .command(WorkDone.self), .command(WorkSling.self),
        .command(WorkUnsling.self), .command(AgentFurnished.self), .command(AgentStart.self),
        .command(AgentStop.self), .command(CrewAdd.self), .command(CrewPlaced.self), .command(CrewRemove.self),
        .command(CrewRemoved.self), .command(CrewRename.self), .command(NewsSeen.self),
        .command(SessionRestart.self),
        .command(DogAdd.self), .command(DogRemove.self), .command(DogRemoved.self),
        .command(MergeJudged.self), .command(MergeWaits.self),
        .command(QueuePause.self), .command(QueueResume.self), .command(MergeFront.self),
        .command(MergeWithdraw.self), .command(MergeReject.self), .command(MergeRetry.self),
        .command(MoleculeMake.self), .command(MoleculeNext.self), .command(MoleculeBurn.self),
        .command(StepOutput.self), .command(StepRelease.self), .command(StepGateReport.self),
        .command(MoleculeSquash.self), .command(MoleculeBond.self), .command(MoleculeAttach.self),
        .command(MoleculeDetach.self),
        .command(PluginBegin.self), .command(PluginEnded.self), .command(PluginEnable.self),
        .command(PluginDisable.self),
        .command(MountainBegin.self), .command(MountainSteer.self), .command(ConvoyStuck.self),
        .command(SchedulerPause.self), .command(SchedulerResume.self), .command(HostJudged.self),
        .command(EscalationAcknowledge.self), .command(EscalationRouted.self),
    ]

    private static let queries: [WireVerb] = [
        .query(BackupMake.self), .query(BackupVerify.self), .query(BeadBlocked.self), .query(BeadCount.self),
        .query(BeadHistory.self), .query(BeadLines.self), .query(BeadList.self), .query(BeadReady.self),
        .query(BeadSearch.self), .query(BeadShow.self), .query(BeadStats.self), .query(BeadSync.self),
        .query(BusStatus.self), .query(ConfigReload.self), .query(ConvoyList.self), .query(ConvoyShow.self),
        .query(DeaconList.self),
        .query(DependencyCycles.self), .query(DependencyTree.self), .query(Directory.self), .query(EventsSince.self),
        .query(HookShow.self), .query(KeyList.self), .query(MailInbox.self), .query(MailThread.self),
        .query(MailSearch.self),
        .query(MayorList.self),
        .query(MailDirectory.self),
        .query(MailGroupShow.self), .query(MailGroupList.self), .query(MailQueueShow.self),
        .query(MailQueueList.self), .query(MailChannelList.self), .query(AttentionShow.self),
        .query(MergeBases.self),
        .query(MergeList.self), .query(MergeLandings.self), .query(MergeStats.self), .query(NewsShow.self),
        .query(NudgeList.self), .query(NudgeShow.self),
        .query(Ping.self), .query(NamePoolShow.self), .query(AgentHistory.self), .query(PolecatList.self),
        .query(PrimeShow.self),
        .query(RefineryList.self), .query(RigList.self), .query(SettingList.self), .query(TownStatus.self),
        .query(TownUnknown.self), .query(TownWhy.self), .query(WhoAmI.self), .query(WitnessList.self),
        .query(CrewList.self), .query(AgentShow.self), .query(DogList.self),
        .query(MoleculeShow.self), .query(MoleculeCurrent.self), .query(MoleculeList.self),
        .query(MoleculeSteps.self), .query(MoleculeGraph.self), .query(MoleculeStale.self),
        .query(PluginList.self), .query(PluginHistory.self), .query(PluginRunShow.self),
        .query(SchedulerShow.self), .query(ConvoyStand.self),
        .query(EscalationList.self), .query(EscalationShow.self), .query(SessionList.self),
    ]

    private static let signals: [WireVerb] = [
        .signal(ConfigReloaded.self), .signal(FeedHead.self), .signal(GateOutput.self), .signal(PatrolAwake.self),
        .signal(PatrolWake.self), .signal(ServiceHeartbeat.self),
    ]
}
