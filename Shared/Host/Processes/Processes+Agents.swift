package import TownModel

extension Processes {
    /// Those of these shims that have an agent: a child in a group of its own, where what a pane shows its output with is
    /// in the shim's. One look at all processes; nil when nothing could be seen.
    package static func shimsWithAgents(_ shims: [ProcessIdentity]) -> Set<ProcessIdentity>? {
        let stats = all()
        guard !stats.isEmpty else { return nil }
        var busy: Set<Int32> = []
        for stat in stats where !stat.isZombie && stat.group != stat.parent { busy.insert(stat.parent) }
        return Set(shims.filter { busy.contains($0.pid) })
    }
}
