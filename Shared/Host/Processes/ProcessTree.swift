/// Who began whom and who is stopped, as /proc tells it at one moment: what is asked about many processes reads it once.
package struct ProcessTree: Sendable {
    private var children: [Int32: [Int32]] = [:]
    private var stopped: Set<Int32> = []

    /// As it is now, without zombies.
    package init() {
        for stat in Processes.all() where !stat.isZombie {
            children[stat.parent, default: []].append(stat.pid)
            if stat.isStopped { stopped.insert(stat.pid) }
        }
    }

    /// Whether a signal had stopped it.
    package func isStopped(_ pid: Int32) -> Bool { stopped.contains(pid) }

    /// Children, their children and so on.
    package func descendants(of pid: Int32) -> [Int32] {
        var found: [Int32] = []
        var open = children[pid] ?? []
        while let next = open.popLast() {
            found.append(next)
            open += children[next] ?? []
        }
        return found
    }
}
