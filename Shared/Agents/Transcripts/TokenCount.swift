/// What messages of a model took, as transcripts tell it.
package struct TokenCount: Hashable, Sendable, Codable {
    package var messages: Int64 = 0
    package var input: Int64 = 0
    package var output: Int64 = 0
    /// Put into the provider's cache, and read out of it.
    package var cacheWritten: Int64 = 0
    package var cacheRead: Int64 = 0
    /// Of messages that say what they cost; nil: none does.
    package var dollars: Double?
    package var pricedMessages: Int64 = 0

    package init() {}

    /// Whether it took anything.
    package var isAnything: Bool { input + output + cacheWritten + cacheRead > 0 || dollars != nil }

    package mutating func add(_ other: TokenCount) {
        messages += other.messages
        input += other.input
        output += other.output
        cacheWritten += other.cacheWritten
        cacheRead += other.cacheRead
        pricedMessages += other.pricedMessages
        if let more = other.dollars { dollars = (dollars ?? 0) + more }
    }

    /// More tokens in one message than any model takes: a number beyond it is none, and sums of millions of messages stay
    /// far below the end of an Int64.
    package static let messageTokensMax: Int64 = 1 << 40
    /// Dollars of one message, of the same use.
    package static let messageDollarsMax = 1e6
}
