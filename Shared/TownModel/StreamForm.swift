/// How a program that reads messages as lines of JSON on its stdin is told something, and what its output says of it.
///
/// Signs are JSON objects: a line of the output is one when it has each of its members, with the same value.
package struct StreamForm: Hashable, Sendable, Codable {
    /// One message: `{text}` stands where what is said comes as a JSON string, `{id}` in a string where it is named.
    package var message: String
    /// That the message `{id}` was taken up. Nothing else is evidence: what was written may still lie in a pipe.
    package var taken: String
    package var turnStarted: String
    package var turnEnded: String
    /// That it has ended with a refusal, for which `{words}` stands; nil: it says no such thing.
    package var turnRefused: String?

    package init(
        message: String, taken: String, turnStarted: String, turnEnded: String, turnRefused: String? = nil
    ) {
        self.message = message
        self.taken = taken
        self.turnStarted = turnStarted
        self.turnEnded = turnEnded
        self.turnRefused = turnRefused
    }
}
