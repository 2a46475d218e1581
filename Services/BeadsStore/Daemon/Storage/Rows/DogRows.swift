internal import TownModel
internal import Wire

enum DogMeta {
    /// How many dogs town.toml allows, as it was last applied.
    static let max = "town.dogs"
}

extension LedgerReader {
    func dogs() throws(LedgerError) -> [Resident] { try allResidents().filter(\.agent.isDog) }

    func dogsMax() throws(LedgerError) -> Int {
        Int(try text("SELECT value FROM meta WHERE name = ?", .text(DogMeta.max)) ?? "") ?? DogPool.standardMax
    }

    func noSuchDog(_ agent: Address) throws(LedgerError) -> LedgerError {
        let names = try dogs().map(\.agent.description).joined(separator: ", ")
        return .refuse(
            .notFound, "there is no \(agent)", about: agent.description,
            hint: "gt dog add \(agent.name?.text ?? "") adds it" + (names.isEmpty ? "" : "; there are: \(names)"))
    }

    /// One that could take a bead now: without a session first, then a new one, then one whose session is about to end.
    func freeDog() throws(LedgerError) -> Address {
        let dogs = try dogs()
        var ending: Address?
        for dog in dogs where dog.state == .ready {
            guard try hook(of: dog.agent) == nil else { continue }
            if dog.run == nil { return dog.agent }
            ending = ending ?? dog.agent
        }
        let most = try dogsMax()
        if dogs.count < most, let name = DogPool.firstFree(Set(dogs.compactMap(\.agent.name))) { return .dog(name) }
        if let ending { return ending }
        throw .refuse(
            .busy, most == 0 ? "this town has no dogs (dogs.max is 0)" : "all \(dogs.count) dogs have work",
            about: "@dogs", hint: "gt dog list shows it; gt config set dogs.max \(most + 1) makes room for one more")
    }

    /// Nobody types to a dog.
    func checkDogPreset(_ name: String) throws(LedgerError) {
        let preset = try knownPreset(name)
        let typed = "\(name) is told its work by typing, and nobody types to dogs"
        guard let reason = preset.isPromptedByTyping ? typed : preset.whyNotYet else { return }
        throw .refuse(.conflict, reason, about: name, hint: "--agent \(AgentSettings.standard), or another preset")
    }
}
