/// What is still to happen, in order of time, then of entry: a heap.
struct Agenda {
    typealias Act = () async throws -> Void

    private struct Entry {
        var at: Int64
        var number: Int
        var act: Act

        func isBefore(_ other: Entry) -> Bool { (at, number) < (other.at, other.number) }
    }

    private var heap: [Entry] = []
    private var entries = 0

    /// `at`: milliseconds on the simulation's own clock, which never jumps.
    mutating func add(at moment: Int64, _ act: @escaping Act) {
        entries += 1
        heap.append(Entry(at: moment, number: entries, act: act))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (at: Int64, act: Act)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.at, first.act) }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return (first.at, first.act)
    }
}
