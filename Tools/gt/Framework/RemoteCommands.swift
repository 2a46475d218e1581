import ArgumentParser

/// The commands that need nothing but the store, so that they work with a town elsewhere (`--remote`). All others look at
/// files, processes or repositories of the town's own machine.
enum RemoteCommands {
    static let all: [any TownCommand.Type] = [
        BeadShowCommand.self, BeadReadyCommand.self, BeadListCommand.self, BeadBlockedCommand.self,
        BeadSearchCommand.self, BeadCountCommand.self, BeadStatsCommand.self, BeadStaleCommand.self,
        BeadHistoryCommand.self, BeadWhyCommand.self, BeadCreateCommand.self, BeadUpdateCommand.self,
        BeadClaimCommand.self, BeadCloseCommand.self, BeadReopenCommand.self, BeadDeferCommand.self,
        BeadUndeferCommand.self, BeadCommentCommand.self, BeadDeleteCommand.self,
        DepAddCommand.self, DepRemoveCommand.self, DepListCommand.self, DepTreeCommand.self, DepCyclesCommand.self,
        GateCreateCommand.self, GateListCommand.self, GateOpenCommand.self,
        ConvoyCreateCommand.self, ConvoyAddCommand.self, ConvoyListCommand.self, ConvoyStatusCommand.self,
        ConvoyCloseCommand.self, ConvoyWatchCommand.self, ConvoyStageCommand.self, ConvoyLaunchCommand.self,
        ConvoyStrandedCommand.self, MountainBeginCommand.self,
        MountainStatusCommand.self, MountainPauseCommand.self, MountainResumeCommand.self, MountainCancelCommand.self,
        SchedulerStatusCommand.self, SchedulerListCommand.self, SchedulerPauseCommand.self, SchedulerResumeCommand.self,
        SlingCommand.self, UnslingCommand.self, HookCommand.self, QueueListCommand.self,
        QueueStatusCommand.self, QueueWhyCommand.self, RigListCommand.self,
        MailSendCommand.self, MailReplyCommand.self, MailInboxCommand.self, MailReadCommand.self, MailCheckCommand.self,
        MailThreadCommand.self, MailSearchCommand.self, MailArchiveCommand.self, MailUnarchiveCommand.self,
        MailMarkCommand.self, MailDeleteCommand.self, MailDrainCommand.self,
        MailDirectoryCommand.self, MailGroupCreateCommand.self, MailGroupAddCommand.self, MailGroupRemoveCommand.self,
        MailGroupListCommand.self, MailGroupShowCommand.self, MailGroupDeleteCommand.self, MailQueueCreateCommand.self,
        MailQueueListCommand.self, MailQueueShowCommand.self, MailQueueDeleteCommand.self, MailClaimCommand.self,
        MailReleaseCommand.self, MailChannelCreateCommand.self, MailChannelListCommand.self,
        MailChannelShowCommand.self,
        MailChannelSubscribeCommand.self, MailChannelUnsubscribeCommand.self, MailChannelDeleteCommand.self,
        DndOnCommand.self, DndOffCommand.self, DndStatusCommand.self, NotifyCommand.self,
        NudgeListCommand.self, NudgeShowCommand.self, BroadcastCommand.self, EscalateRaiseCommand.self,
        EscalateListCommand.self, EscalateShowCommand.self, EscalateAckCommand.self, EscalateCloseCommand.self,
        EscalateStaleCommand.self,
        StatusCommand.self, WhyCommand.self, KeyListCommand.self, FeedCommand.self, TapEventsCommand.self,
        EventListCommand.self, TrailCommand.self, WhoAmICommand.self, BusCommand.self,
    ]

    /// Of `bd`, those that look at the town's own machine; the others ask the store alone.
    static let local: [any TownCommand.Type] = [
        BdPrime.self, BdWhere.self, BdInfo.self, BdInit.self, BdSync.self,
    ]

    /// Throws 64 for a command that does not.
    static func check(_ command: any TownCommand.Type, _ options: GlobalOptions) throws(CommandFailure) {
        guard options.remote != nil, !all.contains(where: { $0 == command }) else { return }
        if command is any BdCommand.Type, !local.contains(where: { $0 == command }) { return }
        throw .usage(
            "\(command._commandName) works on the town's own machine only", hint: "run it there, without --remote")
    }
}
