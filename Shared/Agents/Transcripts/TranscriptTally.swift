package import TownModel
internal import Wire

/// One message of a model, in a transcript.
package struct SpentMessage: Hashable, Sendable {
    /// nil: the line did not say when.
    package var at: Timestamp?
    package var model: String
    package var count: TokenCount
}

/// Adds up transcripts of Claude Code, line by line, file after file.
///
/// A message stands on several lines, one for each part of its content, with the same id and a count that grows: the last
/// one is the message's. A conversation that goes on as a copy begins with the lines of the one that it was copied from:
/// what was counted in an earlier file is not counted again.
package struct TranscriptTally {
    private var counted: Set<Key> = []
    private var ofFile: [Key: SpentMessage] = [:]
    /// Lines that are no JSON, or no transcript's.
    package private(set) var unreadableLines = 0

    private struct Key: Hashable {
        var message: String
        var request: String
    }

    package init() {}

    /// Whether the line could be read; most lines tell nothing of costs.
    package mutating func take(_ line: [UInt8]) {
        guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { return }
        let read: Line
        do {
            read = try JSONText.decode(Line.self, from: line)
        } catch {
            unreadableLines += 1
            return
        }
        guard let message = read.message, let usage = message.usage else { return }
        guard let count = usage.count(dollars: read.costUSD) else {
            unreadableLines += 1
            return
        }
        // The program's own words in a model's place took nothing.
        guard count.isAnything else { return }
        // Without an id nobody could tell it from its own copy.
        guard let id = message.id ?? read.uuid else { return }
        let key = Key(message: id, request: read.requestId ?? "")
        guard !counted.contains(key) else { return }
        ofFile[key] = SpentMessage(
            at: read.timestamp.flatMap { Timestamp($0) } ?? ofFile[key]?.at, model: message.model ?? "unknown",
            count: count)
    }

    /// A line that was too long to be held.
    package mutating func skip() { unreadableLines += 1 }

    /// The messages of the file that has ended, each once.
    package mutating func endFile() -> [SpentMessage] {
        defer { ofFile = [:] }
        if counted.count < Self.messagesMax { counted.formUnion(ofFile.keys) }
        return Array(ofFile.values)
    }

    /// Messages that are remembered, so that copies are known: a hundred bytes or two each. More of them in one look are
    /// counted, but no copy of the later ones is known.
    private static let messagesMax = 1_000_000
}

/// What of a line is looked at.
private struct Line: Decodable {
    var uuid: String?
    var timestamp: String?
    var requestId: String?
    var costUSD: Double?
    var message: Message?

    struct Message: Decodable {
        var id: String?
        var model: String?
        var usage: Usage?

        private enum CodingKeys: String, CodingKey { case id, model, usage }

        /// A person's message may be a text; it costs nothing by itself.
        init(from decoder: any Decoder) throws {
            // What is no object has no usage.
            guard let container = try? decoder.container(keyedBy: CodingKeys.self) else { return }
            usage = try container.decodeIfPresent(Usage.self, forKey: .usage)
            guard usage != nil else { return }
            id = try container.decodeIfPresent(String.self, forKey: .id)
            model = try container.decodeIfPresent(String.self, forKey: .model)
        }
    }

    struct Usage: Decodable {
        var input: Int64?
        var output: Int64?
        var cacheWritten: Int64?
        var cacheRead: Int64?

        private enum CodingKeys: String, CodingKey {
            case input = "input_tokens"
            case output = "output_tokens"
            case cacheWritten = "cache_creation_input_tokens"
            case cacheRead = "cache_read_input_tokens"
        }

        /// nil when a number can't be one of tokens.
        func count(dollars: Double?) -> TokenCount? {
            let numbers = [input, output, cacheWritten, cacheRead].map { $0 ?? 0 }
            guard numbers.allSatisfy({ (0...TokenCount.messageTokensMax).contains($0) }) else { return nil }
            var count = TokenCount()
            count.messages = 1
            (count.input, count.output, count.cacheWritten, count.cacheRead) = (
                numbers[0], numbers[1], numbers[2], numbers[3]
            )
            if let dollars, (0...TokenCount.messageDollarsMax).contains(dollars) {
                (count.dollars, count.pricedMessages) = (dollars, 1)
            }
            return count
        }
    }
}
