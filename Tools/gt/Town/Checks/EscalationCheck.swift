import Configuration
import Host
import TownModel

extension Check {
    /// The file, and whether what it has run is there. Nothing of a town that has none.
    static func escalation(_ examination: Examination) -> [Finding] {
        let file = examination.layout.escalationFile
        guard Files.exists(file) else { return [] }
        let path = examination.short(file)
        let settings: EscalationSettings
        do {
            settings = try EscalationFile.parse(try Files.readText(file), path: file)
        } catch {
            return [.broken(path, "\(error)", next: "correct the file, then gt config reload")]
        }
        var missing = settings.commands.compactMap { command -> Finding? in
            guard HostEnvironment.executable(command.words[0]) == nil else { return nil }
            return .broken(
                "\(path) [command.\(command.name)]", "there is no program \(UntrustedText.line(command.words[0]))",
                next: "install it, or correct its argv")
        }
        let wantsDesktop = settings.routes.values.contains { $0.contains(.desktop) }
        if wantsDesktop, HostEnvironment.executable(EscalationRoute.desktopProgram) == nil {
            missing.append(
                .warning(
                    path, "there is no \(EscalationRoute.desktopProgram): the route \"desktop\" is skipped",
                    next: "install it, or take the route out"))
        }
        return missing.isEmpty ? [.fine(path, "can be used, and its programs are there")] : missing
    }
}
