internal import TownModel

extension ServiceDefinition {
    /// The town's tmux server, in the foreground (`-D`: it does not leave when its last pane does).
    ///
    /// It waits for its lock, which the server then keeps for life. tmux itself takes over any socket that it finds,
    /// a living server's too; with the lock a watcher that lost sight of the server waits for it instead.
    package static func tmux(_ layout: TownLayout) -> ServiceDefinition {
        ServiceDefinition(
            name: "tmux", program: path("flock"),
            arguments: words(lock: layout.tmuxLock, tmux: path("tmux"), socket: layout.tmuxSocket),
            directory: layout.root, log: "\(layout.logs)/tmux.log", speaksToSupervisor: false, leavesAgents: true)
    }

    /// For the file in `deploy/`.
    package static var tmuxTemplate: ServiceDefinition {
        let machinery = "%h/gt/.gt"
        return ServiceDefinition(
            name: "tmux", program: "/usr/bin/flock",
            arguments: words(
                lock: "\(machinery)/run/tmux-server.lock", tmux: "/usr/bin/tmux", socket: "\(machinery)/run/tmux"),
            directory: "%h/gt", log: "", speaksToSupervisor: false, leavesAgents: true)
    }

    /// flock becomes tmux, so that signals meant for the server reach it.
    private static func words(lock: String, tmux: String, socket: String) -> [String] {
        ["--no-fork", lock, tmux, "-D", "-S", socket, "-f", "/dev/null"]
    }

    private static func path(_ program: String) -> String {
        HostEnvironment.executable(program) ?? "/usr/bin/\(program)"
    }

    /// `check` of a runit service folder, which `sv start` asks: does the server answer?
    static func tmuxCheck(_ layout: TownLayout) -> String {
        """
        #!/bin/sh
        # Written by gt up.
        exec timeout 5 \(quoted(path("tmux"))) -N -S \(quoted(layout.tmuxSocket)) display-message -p up >/dev/null 2>&1

        """
    }

    /// `finish` of its folder: nothing but the server's log says that it was killed, for tmux itself writes nothing.
    static func tmuxFinish(_ layout: TownLayout) -> String {
        """
        #!/bin/sh
        # Written by gt up. $1: exit status, -1 when killed; $2: the signal, or the status again.
        echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) the tmux server ended: status $1, signal $2" >>\(quoted("\(layout.logs)/tmux.log"))

        """
    }
}
