import Glibc
import TownModel
import Wire

/// What an agent's program tells a hook on its stdin: one JSON object, of which these members matter here.
struct HookInput: Decodable, Hashable {
    /// The agent goes on because a stop was held before.
    var stopHookActive: Bool?
    var toolName: String?
    var toolInput: ToolInput?
    /// Where the agent's program is.
    var directory: String?
    /// What kind of refusal it was, and what it said of it.
    var error: String?
    var lastMessage: String?
    /// What the program calls the conversation, and the file in which it writes that down.
    var sessionID: String?
    var transcript: String?

    struct ToolInput: Decodable, Hashable {
        /// Of a tool that runs commands.
        var command: String?
    }

    private enum CodingKeys: String, CodingKey {
        case stopHookActive = "stop_hook_active"
        case toolName = "tool_name"
        case toolInput = "tool_input"
        case directory = "cwd"
        case error
        case sessionID = "session_id"
        case transcript = "transcript_path"
        case lastMessage = "last_assistant_message"
    }

    /// Everything on stdin; nil when a person sits there, or nothing comes. A hook's stdin may be a socket, which can't
    /// be opened by a path.
    static func read() throws(CommandFailure) -> HookInput? {
        guard isatty(STDIN_FILENO) == 0 else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // Without a stdin nothing is told, as with an empty one.
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= CommandLimits.hookInputBytesMax else {
                throw failure("it is over \(CommandLimits.hookInputBytesMax) bytes")
            }
        }
        return try parse(bytes)
    }

    /// The same from a program that may leave its end open: what has come when the time is over, if that is whole.
    static func read(within limit: Duration) throws(CommandFailure) -> HookInput? {
        guard isatty(STDIN_FILENO) == 0 else { return nil }
        let deadline = ContinuousClock.now.advanced(by: limit)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= CommandLimits.hookInputBytesMax {
            let left = ContinuousClock.now.duration(to: deadline)
            var waited = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard left > .zero, poll(&waited, 1, Int32(left.milliseconds)) > 0 else { break }
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return try parse(bytes)
    }

    static func parse(_ bytes: [UInt8]) throws(CommandFailure) -> HookInput? {
        guard !bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return nil }
        do {
            return try JSONText.decode(HookInput.self, from: bytes)
        } catch {
            throw failure(error.message)
        }
    }

    private static func failure(_ why: String) -> CommandFailure {
        CommandFailure(
            .badData, code: "invalid", "what the hook was told on stdin can't be read: \(why)",
            hint: "one JSON object, as the agent's program writes it")
    }
}
