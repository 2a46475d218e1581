package import Wire

extension Request {
    /// The answer to a request that is too large to be sent, nil for one that may go. Checked by the sender: over the
    /// wire an oversized frame costs the whole connection and says nothing.
    package func refusal(ofFrames frames: [[UInt8]]) -> Answer? {
        let bytes = frames.reduce(0) { $0 + $1.count }
        guard bytes > WireLimits.messageBytesMax else { return nil }
        return Answer(
            id: id, headers: AnswerHeaders(sequence: 0, epoch: 0),
            result: .error(
                WireError(
                    .tooLarge, "the message has \(bytes) bytes, the limit is \(WireLimits.messageBytesMax)",
                    about: verb, hint: "send less, or in parts")))
    }
}

extension Answer {
    /// The frames to send: the answer's own, or those of an error when it is over the limit, so that its caller is
    /// told instead of waiting in vain.
    package var sendableFrames: [[UInt8]] {
        let frames = self.frames
        let bytes = frames.reduce(0) { $0 + $1.count }
        guard bytes > WireLimits.messageBytesMax else { return frames }
        let error = WireError(
            .tooLarge, "the answer has \(bytes) bytes, the limit is \(WireLimits.messageBytesMax)",
            hint: "ask for a smaller page")
        return Answer(id: id, headers: headers, result: .error(error)).frames
    }
}

/// What may be published. Anything else would cut off every subscriber: it is dropped, which the sequence shows.
package func isPublishable(topic: String, bytes: [UInt8]) -> Bool {
    topic.utf8.count <= WireLimits.topicBytesMax && bytes.count <= WireLimits.messageBytesMax
}
