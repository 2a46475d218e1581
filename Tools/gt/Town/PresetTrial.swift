import Glibc
import Host
import TownModel

/// One run of a preset's program, in an empty directory that is removed afterwards, with what a session of it would see
/// of the machine and nothing else. It says what was seen; that the preset works in a town is more than it can tell.
struct PresetTrial {
    let preset: AgentPreset
    /// nil: the program is asked for its version.
    let prompt: String?

    /// Throws 78 when the program is not on this machine.
    func run(in surroundings: AgentEnvironment) async throws -> Report {
        guard let program = surroundings.program(of: preset) else {
            throw CommandFailure.configuration(
                "the program \(preset.program) of preset \(preset.name) is not in \(HostEnvironment.path)",
                hint: "install it, or put its folder on PATH where gt up is called; gt agent list shows what is here")
        }
        let arguments = try arguments()
        let directory = try Self.emptyDirectory()
        let result: CommandResult
        do {
            result = try await CommandRunner().run(
                CommandSpec(
                    program: program, arguments: arguments, environment: surroundings.variables(of: preset),
                    directory: directory, limit: prompt == nil ? CommandLimits.agentVersion : CommandLimits.agentAnswer)
            )
            try Files.removeTree(directory)
        } catch {
            try Files.removeTree(directory)
            throw error
        }
        return Report(preset, program: program, arguments: arguments, result)
    }

    private func arguments() throws(CommandFailure) -> [String] {
        guard let prompt else { return preset.versionArguments ?? ["--version"] }
        guard let form = preset.nonInteractive else {
            throw CommandFailure(
                .refused, code: "invalid", "nothing is known of how \(preset.name) answers one prompt and ends",
                about: preset.name, hint: "leave --prompt out")
        }
        return form.arguments + [prompt]
    }

    private static func emptyDirectory() throws -> String {
        var template = Array("/tmp/gt-agent-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw HostError.system(call: "mkdtemp", path: "/tmp/gt-agent-XXXXXX", errno: errno)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What was seen.
    struct Report: Encodable {
        let preset: String
        /// Where the program is.
        let program: String
        let arguments: [String]
        /// As a shell says it: 128 + signal when it was killed.
        let status: Int32
        let output: String
        let errors: String

        /// As a person would type it.
        var line: String {
            ([program] + arguments).map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        }

        init(_ preset: AgentPreset, program: String, arguments: [String], _ result: CommandResult) {
            self.preset = preset.name
            self.program = program
            self.arguments = arguments
            status = result.ending.status
            output = result.outputText.trimmed
            errors = result.errorTail
        }
    }
}
