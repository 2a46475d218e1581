package import TownModel

/// The names that a rig's polecats go by, in the order in which they are given out. A name returns to the pool; the
/// paths and branches made under it do not.
package enum PolecatNames {
    package static let pool: [String] = [
        "ash", "birch", "cedar", "dogwood", "elm", "fir", "gorse", "hazel", "ivy", "juniper",
        "kelp", "larch", "maple", "nettle", "oak", "pine", "quince", "rowan", "sage", "teak",
        "umbel", "vetch", "willow", "yarrow", "zinnia", "alder", "bramble", "clover", "dill", "elder",
        "fennel", "ginkgo", "heather", "iris", "jasmine", "koa", "laurel", "myrtle", "nutmeg", "olive",
        "poplar", "reed", "spruce", "thyme", "tulip", "violet", "walnut", "yew", "aspen", "beech",
    ]

    /// The wished one if it is not taken, else the first that is not: the pool's, then `polecat-51`, `polecat-52` …
    package static func firstFree(_ taken: Set<AgentName>, wished: AgentName? = nil) -> AgentName {
        if let wished, !taken.contains(wished) { return wished }
        for text in pool {
            if let name = AgentName(text), !taken.contains(name) { return name }
        }
        var number = pool.count + 1
        while true {
            if let name = AgentName("polecat-\(number)"), !taken.contains(name) { return name }
            number += 1
        }
    }
}
