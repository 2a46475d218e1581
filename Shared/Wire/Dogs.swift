package import TownModel

/// A new dog: an agent of the town for long or out-of-the-way work, with a directory of its own.
package struct DogAdd: Command {
    package typealias Reply = ResidentRow
    package static let verb = "dog.add"
    /// nil: the next free one of the pool.
    package var name: AgentName?
    /// What it works with; nil: what the town says.
    package var preset: String?

    package init(name: AgentName? = nil, preset: String? = nil) {
        self.name = name
        self.preset = preset
    }
}

/// A dog is to leave: refused while it has a session or work. Its directory is cleared away by whoever asked.
package struct DogRemove: Command {
    package typealias Reply = ResidentRow
    package static let verb = "dog.remove"
    package var name: AgentName

    package init(name: AgentName) { self.name = name }
}

/// Its directory lies in the trash. Id: `removed/<number>`.
package struct DogRemoved: Command {
    package typealias Reply = Done
    package static let verb = "dog.removed"
    package var name: AgentName
    package var number: Int64

    package init(name: AgentName, number: Int64) {
        self.name = name
        self.number = number
    }
}

/// All dogs, and how many there can be.
package struct DogList: Query {
    package typealias Reply = DogPage
    package static let verb = "dog.list"

    package init() {}
}

package struct DogPage: Codable, Hashable, Sendable {
    package var dogs: [ResidentRow]
    package var dogsMax: Int

    package init(dogs: [ResidentRow], dogsMax: Int) {
        self.dogs = dogs
        self.dogsMax = dogsMax
    }
}
