/// Issues in the order in which they can be done: in each wave those that wait for nothing but earlier waves.
struct Waves {
    private(set) var waves: [[String]] = []
    /// What waits for itself in a ring, or for such a one: it is in no wave.
    private(set) var stuck: [String] = []

    /// - Parameter waits: for each what it waits for; what is not among `ids` counts for nothing.
    init(_ ids: [String], waits: [String: [String]]) {
        let known = Set(ids)
        var left: [String: Int] = [:]
        var dependents: [String: [String]] = [:]
        for id in ids {
            let targets = Set(waits[id] ?? []).intersection(known)
            left[id] = targets.count
            for target in targets { dependents[target, default: []].append(id) }
        }
        let rank = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var wave = ids.filter { left[$0] == 0 }
        var placed: Set<String> = []
        while !wave.isEmpty {
            waves.append(wave)
            placed.formUnion(wave)
            var next: [String] = []
            for id in wave {
                for dependent in dependents[id] ?? [] {
                    left[dependent, default: 0] -= 1
                    if left[dependent] == 0 { next.append(dependent) }
                }
            }
            wave = next.sorted { (rank[$0] ?? 0) < (rank[$1] ?? 0) }
        }
        stuck = ids.filter { !placed.contains($0) }
    }
}
