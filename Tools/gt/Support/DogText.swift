import ArgumentParser
import Host
import TownModel
import Wire

/// A dog as people write it: `rex`, `deacon/dogs/rex`.
struct DogName: ExpressibleByArgument {
    let name: AgentName

    init?(argument: String) {
        if case .dog(let name)? = Address(argument) {
            self.name = name
            return
        }
        guard let name = AgentName(argument) else { return nil }
        self.name = name
    }

    var address: Address { .dog(name) }
}

/// Dogs for people.
enum DogText {
    static func table(_ page: DogPage, _ screen: Screen, _ sights: [Incarnation: PolecatSight]) -> String {
        guard !page.dogs.isEmpty else {
            return "no dogs, and \(page.dogsMax) can be; gt sling <bead> dogs adds one, and so does gt dog add"
        }
        var table = TextTable()
        for row in page.dogs {
            let dog = row.resident
            table.add(
                .init(dog.agent.description, .bold), state(row, screen),
                .init(row.session.flatMap { sights[$0.incarnation] }?.text ?? "", .dim),
                .init(dog.run?.preset ?? dog.workPreset ?? dog.preset ?? "-"), .init(row.hook?.text ?? "-", .cyan),
                .init(screen.plain(dog.worktree + trouble(dog))))
        }
        return table.text(screen)
    }

    private static func state(_ row: ResidentRow, _ screen: Screen) -> TextTable.Cell {
        guard row.resident.state == .ready else { return .init(row.resident.state.rawValue, .yellow) }
        guard let session = row.session, session.state != .ended else {
            return row.hook == nil ? .init("idle", .dim) : .init("stopped", .yellow)
        }
        return SessionText.cell(session, screen)
    }

    private static func trouble(_ dog: Resident) -> String { dog.trouble.map { "; not started: \($0)" } ?? "" }

    /// What one does, as the answer of a command.
    static func status(_ row: ResidentRow, _ screen: Screen) -> String {
        let work = row.hook.map { ", with \($0) on its hook" } ?? ", with nothing on its hook"
        let state = row.session.map { ", \($0.state.rawValue)" } ?? ""
        return screen.plain(CrewText.sentence(row) + state + work + trouble(row.resident))
    }
}
