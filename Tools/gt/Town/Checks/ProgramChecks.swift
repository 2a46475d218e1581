import Host
import TownModel

extension Check {
    /// What the town calls by name.
    static let programs = Check(
        "programs", why: "without git nothing lands, without runit nothing is started again after a crash"
    ) { examination in
        var found: [Finding] = []
        for (program, verdict, package) in [
            ("git", Verdict.broken, "git"), ("runsvdir", .broken, "runit"), ("sv", .broken, "runit"),
            ("setsid", .broken, "util-linux"), ("tmux", .warning, "tmux"),
        ] {
            if let path = HostEnvironment.executable(program) {
                found.append(program == "git" ? await git(examination, path) : .fine(program, path))
            } else {
                found.append(
                    Finding(
                        verdict: verdict, looked: program, saw: "not found on PATH", next: "apt-get install \(package)")
                )
            }
        }
        return found
    }

    private static func git(_ examination: Examination, _ path: String) async -> Finding {
        let next = "apt-get install git (\(GitVersion.needed.text) or later)"
        do {
            let said = try await examination.said(path, "--version")
            guard let version = GitVersion(said) else {
                return .unknown("git", "\(path) says \(said.debugDescription), which names no version", next: next)
            }
            guard version >= .needed else {
                return .broken("git", "\(path) is \(version.text), too old", next: next)
            }
            return .fine("git", "\(path), \(version.text)")
        } catch {
            return .unknown("git", CommandFailure(error).message, next: next)
        }
    }

    /// The town's own, which lie beside `gt`.
    static let ownPrograms = Check(
        "own-programs", why: "programs of two versions do not understand each other's messages"
    ) { examination in
        var found: [Finding] = []
        for program in TownProgram.names {
            let path = "\(examination.supervisor.programs)/\(program)"
            guard HostEnvironment.executable(path) != nil else {
                found.append(.broken(program, "\(path) is missing", next: "make install, or swift build"))
                continue
            }
            do {
                let version = try await examination.said(path, "--version")
                found.append(
                    version == ProgramVersion.number
                        ? .fine(program, version)
                        : .broken(
                            program, "\(path) is \(version), gt is \(ProgramVersion.number)", next: "make install"))
            } catch {
                found.append(.unknown(program, CommandFailure(error).message, next: "make install"))
            }
        }
        found += examination.services.compactMap { replaced($0, examination) }
        return found
    }

    /// A service whose executable was replaced or removed since it was started: it runs the old one.
    private static func replaced(_ service: TownService, _ examination: Examination) -> Finding? {
        guard let process = examination.process(of: service),
            let running = Files.linkTarget("/proc/\(process.pid)/exe"),
            running.hasSuffix("/\(service.program)")
                || running.hasSuffix("/\(service.program) (deleted)")
        else { return nil }
        let expected = Files.resolved("\(examination.supervisor.programs)/\(service.program)")
        guard running != expected else { return nil }
        return .warning(
            service.description, "process \(process.pid) runs \(running)", next: "gt down && gt up starts the new one")
    }
}

/// The programs of the town, without `gt` itself.
enum TownProgram {
    static let names = [
        "gt-session", "gt-beads-store", "gt-mayor", "gt-deacon", "gt-witness", "gt-refinery",
    ]
}

/// What `git --version` says, as numbers.
struct GitVersion: Comparable {
    let major: Int
    let minor: Int

    /// The oldest that every git command of the town was tried with.
    static let needed = GitVersion(major: 2, minor: 39)

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// nil when it names none.
    init?(_ said: String) {
        guard let word = said.split(separator: " ").first(where: { $0.first?.isNumber == true }) else { return nil }
        let parts = word.split(separator: ".").map { Int($0) }
        guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { return nil }
        self.init(major: major, minor: minor)
    }

    var text: String { "\(major).\(minor)" }

    static func < (left: GitVersion, right: GitVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
