/// Every query about work and words, composed of one list a conversation.
extension QueryRule {
    static let work: [QueryRule] =
        beads + lines + mergeBases + searches + graphs + numbers + workers + merge + convoys + standings + letters
        + mailDirectory + mailGroups + mailQueues + mailChannels + attention
        + nudges + why + scheduler + crew + dogs + queue + molecules + plugins + escalations + names
        + histories + sessions
}
