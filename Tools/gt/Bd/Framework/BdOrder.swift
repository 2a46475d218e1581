import ArgumentParser
import TownModel
import Wire

/// In which order a list comes.
struct BdOrder: ParsableArguments {
    enum Key: String, ExpressibleByArgument, CaseIterable {
        case priority, created, updated, closed, status, id, title, type, assignee
    }

    @Option(help: "By what; times come with the newest first.") var sort: Key?
    @Flag(name: .shortAndLong, help: "The other way round.") var reverse = false

    /// Times come with the newest first, as in the reference.
    var order: BeadOrder {
        let key = (sort?.rawValue).flatMap(BeadOrder.Key.init(rawValue:)) ?? .priority
        return BeadOrder(key, isReversed: [.created, .updated, .closed].contains(key) != reverse)
    }
}

/// How many a list shows.
struct BdLimit: ParsableArguments {
    @Option(name: [.customShort("n", allowingJoined: true), .long], help: "At most so many; 0: all.")
    var limit = 50

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is 0 (all) or more") }
    }

    /// nil: all.
    var count: Int? { limit == 0 ? nil : limit }
}
