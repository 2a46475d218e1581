import Agents
import ArgumentParser
import Host
import TownModel
import Wire

/// For which agent's program, for whom, and with what besides.
struct HookOptions: ParsableArguments {
    @Option(
        help: "The agent's program: \(HookDialect.shipped.keys.sorted().joined(separator: ", ")).",
        completion: .list(HookDialect.shipped.keys.sorted()))
    var preset = HookDialect.claude.name
    @Option(
        help: "Who it works as: worker, crew, mayor, deacon, witness or refinery.",
        completion: .list(Self.roles.map(\.rawValue)))
    var role = SpeakerKind.worker
    @Option(help: "A settings file whose settings are added; again for several.", completion: .file())
    var merge: [String] = []

    static let roles: [SpeakerKind] = [.worker, .crew, .mayor, .deacon, .witness, .refinery]

    func validate() throws {
        guard HookDialect.shipped[preset] != nil else {
            let known = HookDialect.shipped.keys.sorted().joined(separator: ", ")
            throw ValidationError("no hooks are known of \(preset): there are those of \(known)")
        }
        guard Self.roles.contains(role) else { throw ValidationError("\(role.rawValue) is no agent's role") }
    }

    var dialect: HookDialect {
        guard let dialect = HookDialect.shipped[preset] else { preconditionFailure("validated") }
        return dialect
    }

    /// Ours with what the files add. One that can't be used is left alone as a whole, and named.
    func settings(_ call: Invocation) -> HookSettings {
        var settings = HookSettings(AgentHook.all(for: role), dialect)
        for path in merge {
            do throws(CommandFailure) {
                try settings.merge(file: path)
            } catch {
                call.note("gt: \(error.message)")
            }
        }
        return settings
    }
}

extension SpeakerKind: ExpressibleByArgument {}

extension HookSettings {
    /// Throws 65, and changes nothing, for a file that is no settings file.
    mutating func merge(file path: String) throws(CommandFailure) {
        let reason: String
        do throws(HostError) {
            let bytes = try Files.read(path)
            do {
                return try merge(try JSONText.decode(JSONValue.self, from: bytes))
            } catch let error as WireError {
                reason = error.message
            } catch let error as Problem {
                reason = error.text
            } catch {
                reason = "\(error)"
            }
        } catch {
            throw CommandFailure(error)
        }
        throw CommandFailure(
            .badData, code: "invalid", "\(path) can't be merged and is left alone: \(reason)", about: path,
            hint: "correct it, then the same command again")
    }
}
