import Glibc

/// Decides when nobody more is let in: libzmq ends the process when it can't accept a connection for want of a
/// descriptor (its issue 1306), so the doors are closed before. Pure: the count is given.
struct DescriptorGuard {
    typealias Moment = ContinuousClock.Instant

    /// What the kernel allows this process.
    let limit: Int
    private(set) var isCrowded = false
    /// At the last count.
    private(set) var used = 0
    private var acceptedSince = 0
    /// The kernel gives the lowest number that is free: a high one tells that those below are taken, also when libzmq has
    /// dropped what it had to say of them.
    private var highestSince: Int32 = 0
    private var nextCount: Moment?

    init(limit: Int) { self.limit = limit }

    mutating func accepted(_ descriptor: Int32) {
        acceptedSince += 1
        highestSince = max(highestSince, descriptor)
    }

    /// When it wants to count again without having been told of anything; nil: never.
    var nextMoment: Moment? { nextCount }

    /// Whether the doors have to be closed or opened now; nil: as they are. `count` is asked only where it may matter.
    mutating func check(at now: Moment, count: () -> Int) -> Bool? {
        let room = closeAt - used
        let isDue = nextCount.map { $0 <= now } ?? false
        guard used == 0 || acceptedSince > max(room / 2, 0) || highestSince >= Int32(clamping: closeAt) || isDue
        else { return nil }
        // A high number alone may be of somebody who has left long before it was heard of.
        used = count()
        acceptedSince = 0
        highestSince = 0
        let was = isCrowded
        isCrowded = isCrowded ? used > openAt : used >= closeAt
        nextCount = isCrowded ? now + ZeroMQLimits.crowdedCountEvery : nil
        return isCrowded == was ? nil : isCrowded
    }

    /// The doors could not be opened: there is a next time.
    mutating func stayCrowded(at now: Moment) {
        isCrowded = true
        nextCount = now + ZeroMQLimits.crowdedCountEvery
    }

    private var closeAt: Int { limit * ZeroMQLimits.descriptorsPercentMax / 100 }
    private var openAt: Int { limit * ZeroMQLimits.descriptorsPercentAgain / 100 }

    /// Open descriptors of this process; 0 where the kernel does not say, `limit` where not even this look can be opened.
    static func ownCount(limit: Int) -> Int {
        guard let folder = opendir("/proc/self/fd") else { return errno == EMFILE || errno == ENFILE ? limit : 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Less the two that every folder has, and this look's own.
        return max(0, count - 3)
    }
}
