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
    /// Whether it tells systemd that it is ready and alive (sd_notify).
    var speaksToSupervisor: Bool
    /// Agents outlive whoever started them, so the group of such a unit is left alone; elsewhere what a service started
    /// ends with it.
    var leavesAgents: Bool

    package init(_ service: TownService, layout: TownLayout, programs: String) {
        if service == .tmux {
            self = .tmux(layout)
            return
        }
        name = service.description
        program = "\(programs)/\(service.program)"
        arguments = ["--town", layout.root] + (service.rig.map { ["--rig", $0.text] } ?? [])
        directory = layout.root
        log = "\(layout.logs)/\(service.fileName).log"
        speaksToSupervisor = true
        leavesAgents = Self.leavesAgents(service.program)
    }

    /// For the files in `deploy/`: programs in `/usr/local/bin`, the town in `~/gt`, the rig as systemd's instance.
    package static func template(_ program: String, takesRig: Bool) -> ServiceDefinition {
        let town = "%h/gt"
        return ServiceDefinition(
            name: program, program: "/usr/local/bin/\(program)",
            arguments: ["--town", town] + (takesRig ? ["--rig", "%i"] : []), directory: town, log: "",
            speaksToSupervisor: true, leavesAgents: leavesAgents(program))
    }

    init(
        name: String, program: String, arguments: [String], directory: String, log: String, speaksToSupervisor: Bool,
        leavesAgents: Bool
    ) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.directory = directory
        self.log = log
        self.speaksToSupervisor = speaksToSupervisor
        self.leavesAgents = leavesAgents
    }

    private static func leavesAgents(_ program: String) -> Bool { program == "gt-witness" }

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
            \(preparation)exec \(command)

            """
    }

    /// Of our own programs only.
    private var preparation: String {
        guard speaksToSupervisor else { return "" }
        return """
            # A crash is the supervisor's business; a backtrace would keep the lock of the dead for seconds.
            export SWIFT_BACKTRACE=enable=no

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
            \(readiness)
            ExecStart=\(command)
            WorkingDirectory=\(directory)
            Restart=always
            RestartSec=1
            RestartPreventExitStatus=\(Self.finalStatuses.map(String.init).joined(separator: " "))
            \(liveness)TimeoutStopSec=15
            KillMode=\(leavesAgents ? "process" : "mixed")
            LimitNOFILE=65536
            UMask=0077
            NoNewPrivileges=yes

            [Install]
            WantedBy=default.target

            """
    }

    private var readiness: String {
        speaksToSupervisor ? "Type=notify\nNotifyAccess=main\nEnvironment=SWIFT_BACKTRACE=enable=no" : "Type=exec"
    }

    private var liveness: String { speaksToSupervisor ? "WatchdogSec=30\n" : "" }

    /// One word for the shell, whatever is in it.
    package static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/._-+%@".utf8.contains(byte)
        }
        if plain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
