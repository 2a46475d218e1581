/// Every verb about work and words, composed of one list a conversation.
extension VerbRule {
    static let work: [VerbRule] =
        beads + blobs + imports + mergeBases + sling + claim + workers + done + merge + verdicts
        + queueControl + convoys + staging + mountains + scheduler + mail + mailKeeping + mailGroups + mailQueues
        + mailChannels + attention
        + nudges
        + turns + handoffs + escalation + crew + residentSessions + townChanges + renewals + dogs + molecules + plugins
}
