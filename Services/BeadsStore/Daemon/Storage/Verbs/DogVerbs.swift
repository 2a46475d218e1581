internal import TownModel
internal import Wire

/// Dogs: agents of the town, hosted by the Deacon. A dog has a directory and a hook; its session begins with the bead that
/// is hung there, and is asked to leave in the transaction that takes it off again.
extension VerbRule {
    static let dogs: [VerbRule] = [
        .command(DogAdd.self) { (add, transaction) throws(LedgerError) in
            try transaction.row(of: try transaction.add(add))
        },
        .command(DogRemove.self) { (remove, transaction) throws(LedgerError) in
            let dog = try transaction.knownResident(.dog(remove.name))
            return try transaction.row(of: try transaction.leave(dog))
        },
        .command(DogRemoved.self) { (removed, transaction) throws(LedgerError) in
            try transaction.gone(.dog(removed.name), number: removed.number, note: "is gone")
        },
    ]
}

extension QueryRule {
    static let dogs: [QueryRule] = [
        .query(DogList.self) { (_, reading) throws(LedgerError) in
            DogPage(
                dogs: try reading.dogs().map { (dog) throws(LedgerError) in try reading.row(of: dog) },
                dogsMax: try reading.dogsMax())
        }
    ]
}

extension Transaction {
    fileprivate func add(_ add: DogAdd) throws(LedgerError) -> Resident {
        if let preset = add.preset { try checkDogPreset(preset) }
        let dogs = try dogs()
        guard let name = add.name ?? DogPool.firstFree(Set(dogs.compactMap(\.agent.name))) else {
            throw .refuse(.conflict, "every name of the pool is taken", hint: "gt dog add <name>")
        }
        let agent = Address.dog(name)
        guard try resident(agent) == nil else {
            throw .refuse(.already, "there is a \(agent) already", about: agent.description, hint: "gt dog list")
        }
        let most = try dogsMax()
        guard dogs.count < most else {
            throw .refuse(
                .conflict, "there are \(dogs.count) dogs, and \(most) is the limit (dogs.max)",
                about: agent.description,
                hint: "gt dog remove <name>, or gt config set dogs.max \(dogs.count + 1)")
        }
        var dog = try newDog(agent)
        dog.preset = add.preset
        try save(dog)
        return dog
    }

    /// Its directory is made by whoever needs it first.
    func newDog(_ agent: Address) throws(LedgerError) -> Resident {
        guard let name = agent.name, agent.isDog else {
            throw .refuse(.invalid, "\(agent) is no dog", about: agent.description, hint: "gt dog add <name>")
        }
        let dog = Resident(
            agent: agent, number: try next("assignment"), bead: try identity(of: agent), state: .ready,
            worktree: DogPool.directory(name), branch: "", target: "", addedAt: now)
        try save(dog)
        try tell(dog, "joins")
        return dog
    }
}
