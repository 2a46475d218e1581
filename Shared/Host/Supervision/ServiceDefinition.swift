internal import TownModel

/// How a supervisor runs one service: the same facts, written as runit wants them or as systemd does.
package struct ServiceDefinition: Hashable, Sendable {
    package var name: String
    /// Absolute path of the executable.
    package var program: String
    package var arguments: [String]
    /// Where it starts.
    package var directory: String
    /// Its stderr is appended to this file, where the supervisor keeps no journal of its own.
    package var log: String

    package init(_ service: TownService, layout: TownLayout, programs: String) {
        name = service.description
        program = "\(programs)/\(service.program)"
        arguments = ["--town", layout.root] + (service.rig.map { ["--rig", $0.text] } ?? [])
        directory = layout.root
        log = "\(layout.logs)/\(service.fileName).log"
    }

    /// For the files in `deploy/`: programs in `/usr/local/bin`, the town in `~/gt`, the rig as systemd's instance.
    package static func template(_ program: String, takesRig: Bool) -> ServiceDefinition {
        let town = "%h/gt"
        return ServiceDefinition(
            name: program, program: "/usr/local/bin/\(program)",
            arguments: ["--town", town] + (takesRig ? ["--rig", "%i"] : []), directory: town, log: "")
    }

    private init(name: String, program: String, arguments: [String], directory: String, log: String) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.directory = directory
        self.log = log
    }

    /// Agents outlive the Witness that started them, so its unit's group is left alone; elsewhere what a service started
    /// ends with it.
    private var killMode: String { program.hasSuffix("/gt-witness") ? "process" : "mixed" }

    /// Exit statuses after which starting again is of no use: usage, no permission, configuration.
    static let finalStatuses = [64, 77, 78]

    /// `run` of a runit (or daemontools) service folder.
    package var runit: String {
        let command = ([program] + arguments).map(Self.quoted).joined(separator: " ")
        return """
            #!/bin/sh
            # \(name). Written by gt up, and again when it differs.
            exec >>\(Self.quoted(log)) 2>&1 </dev/null
            cd \(Self.quoted(directory)) || exit 78
            # A crash is the supervisor's business; a backtrace would keep the lock of the dead for seconds.
            export SWIFT_BACKTRACE=enable=no
            exec \(command)

            """
    }

    /// `finish` of a runit service folder: `$1` is the exit status.
    package static var runitFinish: String {
        """
        #!/bin/sh
        # Written by gt up. Usage, permission or configuration: starting again would change nothing.
        case "$1" in \(finalStatuses.map(String.init).joined(separator: "|"))) sv down . ;; esac

        """
    }

    /// A systemd user unit. Roles are not bound to the store by Requires: each waits for it by itself, and a restart
    /// of the store must not restart the town.
    package var systemd: String {
        let command = ([program] + arguments).joined(separator: " ")
        return """
            [Unit]
            Description=Gas Town: \(name)

            [Service]
            Type=notify
            NotifyAccess=main
            Environment=SWIFT_BACKTRACE=enable=no
            ExecStart=\(command)
            WorkingDirectory=\(directory)
            Restart=always
            RestartSec=1
            RestartPreventExitStatus=\(Self.finalStatuses.map(String.init).joined(separator: " "))
            WatchdogSec=30
            TimeoutStopSec=15
            KillMode=\(killMode)
            LimitNOFILE=65536
            UMask=0077
            NoNewPrivileges=yes

            [Install]
            WantedBy=default.target

            """
    }

    /// One word for the shell, whatever is in it.
    static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/._-+%@".utf8.contains(byte)
        }
        if plain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
