import ArgumentParser
import Wire

struct ConfigReloadCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the store read the configuration files again.",
        discussion: "Example: gt config reload")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let report = try await Self.reload(call)
        call.answer(report) { _ in "the store has read the configuration" }
    }

    /// Throws 78 with every file that the store could not use.
    @discardableResult
    static func reload(_ call: Invocation) async throws -> ConfigReport {
        let report = try await call.client().query(ConfigReload())
        guard report.problems.isEmpty else {
            throw CommandFailure.configuration(
                report.problems.joined(separator: "; "), hint: "correct the file, then gt config reload")
        }
        return report
    }
}
