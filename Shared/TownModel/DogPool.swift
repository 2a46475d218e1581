/// Dogs: agents of the town, of no rig, for long or out-of-the-way work. How many there are at most, and what they are
/// called when nobody names them.
package enum DogPool {
    /// Where town.toml says nothing.
    package static let standardMax = 4
    /// As many as there are names.
    package static let most = names.count

    package static let names = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
        "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
        "xray",
        "yankee", "zulu",
    ]

    /// The first that nobody has; nil: all of them are taken.
    package static func firstFree(_ taken: Set<AgentName>) -> AgentName? {
        names.lazy.compactMap { AgentName($0) }.first { !taken.contains($0) }
    }

    /// Of a dog, relative to the town's directory.
    package static func directory(_ name: AgentName) -> String { ".gt/dogs/\(name)" }
}
