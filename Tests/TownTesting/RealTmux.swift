import Host

/// A tmux server of a test, by its socket.
package enum RealTmux {
    /// Throws with what tmux said when it did not do it.
    @discardableResult
    package static func run(_ socket: String, _ arguments: [String]) async throws -> String {
        let result = try await CommandRunner().run(
            CommandSpec(
                program: "tmux", arguments: ["-S", socket] + arguments,
                environment: ["PATH": HostEnvironment.path, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"],
                directory: "/", limit: .seconds(30)))
        guard result.ending.isSuccess else { throw HostError.session("tmux: \(result.errorTail)") }
        return result.outputText
    }
}
