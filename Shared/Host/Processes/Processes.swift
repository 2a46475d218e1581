internal import Glibc
package import TownModel

/// What the kernel says of processes, read from `/proc`.
package enum Processes {
    /// Changes with every boot of the machine: a process of another boot is gone.
    package static func bootID() throws(HostError) -> String {
        try Files.readText("/proc/sys/kernel/random/boot_id").trimmed
    }

    package static func hostName() -> String {
        var name = utsname()
        guard uname(&name) == 0 else { return "localhost" }
        return withUnsafeBytes(of: name.nodename) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// This very process.
    package static func own() throws(HostError) -> ProcessIdentity {
        let pid = getpid()
        guard let identity = try identity(of: pid) else {
            throw .unreadable(path: "/proc/\(pid)/stat", reason: "this process is not in /proc: is it mounted?")
        }
        return identity
    }

    /// nil when there is no such process, or only its zombie.
    package static func identity(of pid: Int32) throws(HostError) -> ProcessIdentity? {
        guard let stat = ProcessStat(pid: pid), !stat.isZombie else { return nil }
        return try identity(stat)
    }

    /// Of a child that nobody has waited for yet, a zombie too: its number can't be another's.
    static func identity(ofOwnChild pid: Int32) throws(HostError) -> ProcessIdentity? {
        guard let stat = ProcessStat(pid: pid) else { return nil }
        return try identity(stat)
    }

    private static func identity(_ stat: ProcessStat) throws(HostError) -> ProcessIdentity {
        ProcessIdentity(host: hostName(), bootID: try bootID(), pid: stat.pid, startTicks: stat.startTicks)
    }

    /// Whether that very process still runs here. A zombie has ended.
    package static func isAlive(_ identity: ProcessIdentity) -> Bool {
        // An unreadable boot id leaves only number and start time, which are enough on one boot.
        // Losing the error is right: the comparison below still needs both of those to agree.
        let boot = try? bootID()
        if let boot, boot != identity.bootID { return false }
        guard let stat = ProcessStat(pid: identity.pid), !stat.isZombie else { return false }
        return stat.startTicks == identity.startTicks
    }

    /// Whether that very process is there and may run: not ended, and not stopped by a signal or a debugger.
    package static func isRunnable(_ identity: ProcessIdentity) -> Bool {
        guard isAlive(identity), let stat = ProcessStat(pid: identity.pid) else { return false }
        return stat.startTicks == identity.startTicks && !stat.isStopped && !stat.isHeldByTracer
    }

    /// The parents of a process, nearest first, up to the first process.
    package static func parents(of pid: Int32) -> [Int32] {
        var found: [Int32] = []
        var current = pid
        while let stat = ProcessStat(pid: current), stat.parent > 0, !found.contains(stat.parent) {
            found.append(stat.parent)
            current = stat.parent
        }
        return found
    }

    /// Every process of this group that is not a zombie.
    package static func group(_ number: Int32) -> [Int32] {
        all().filter { $0.group == number && !$0.isZombie }.map(\.pid)
    }

    /// Children, their children and so on, without zombies.
    package static func descendants(of pid: Int32) -> [Int32] { ProcessTree().descendants(of: pid) }

    /// Whether a signal stopped it and none has let it go on.
    package static func isStopped(_ pid: Int32) -> Bool { ProcessStat(pid: pid)?.isStopped == true }

    /// The processes that hold a flock on this file or directory (an absolute path without links): whoever took it, and
    /// all that inherited it.
    package static func holders(of directory: String) -> [Int32] {
        all().map(\.pid).filter { pid in
            pid != getpid()
                && Files.names(in: "/proc/\(pid)/fd").contains { descriptor in
                    Files.linkTarget("/proc/\(pid)/fd/\(descriptor)") == directory
                        && holdsLock(pid, descriptor)
                }
        }
    }

    private static func holdsLock(_ pid: Int32, _ descriptor: String) -> Bool {
        // A process that ends while it is looked at holds nothing.
        guard let text = try? Files.readText("/proc/\(pid)/fdinfo/\(descriptor)") else { return false }
        return text.contains("FLOCK")
    }

    /// The processes that work in a directory (an absolute path without links) or have a file below it open.
    package static func inside(_ directory: String) -> [Int32] {
        all().filter { !$0.isZombie && $0.pid != getpid() }.map(\.pid).filter { pid in
            let place = "/proc/\(pid)"
            let links = ["\(place)/cwd", "\(place)/root"] + Files.names(in: "\(place)/fd").map { "\(place)/fd/\($0)" }
            return links.contains { link in
                guard let target = Files.linkTarget(link) else { return false }
                return target == directory || target.hasPrefix("\(directory)/")
            }
        }
    }

    static func all() -> [ProcessStat] {
        Files.names(in: "/proc").compactMap { Int32($0) }.compactMap { ProcessStat(pid: $0) }
    }
}

/// The fields of `/proc/<pid>/stat` that are used here.
struct ProcessStat {
    let pid: Int32
    let isZombie: Bool
    /// By a signal, until another lets it go on.
    let isStopped: Bool
    /// By a debugger, or for a moment by what records its calls.
    let isHeldByTracer: Bool
    let parent: Int32
    let group: Int32
    let startTicks: UInt64

    /// nil when there is no such process.
    init?(pid: Int32) {
        // A process that ends while it is read is a process that is not there: losing the error is right.
        guard let text = try? Files.readText("/proc/\(pid)/stat") else { return nil }
        self.init(pid: pid, text: text)
    }

    /// The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    init?(pid: Int32, text: String) {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard fields.count > 19, let parent = Int32(fields[1]), let group = Int32(fields[2]),
            let ticks = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        isZombie = fields[0] == "Z" || fields[0] == "X"
        isStopped = fields[0] == "T"
        isHeldByTracer = fields[0] == "t"
        self.parent = parent
        self.group = group
        startTicks = ticks
    }
}

extension String {
    /// Without the white space at both ends.
    package var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
