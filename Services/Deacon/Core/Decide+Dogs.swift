import ResidentCore
import TownModel

/// Dogs: their sessions are begun, adopted and ended as the store says. A dog's session begins when a bead is hung on its
/// hook and is to end when that is off it again; the Deacon judges neither.
extension State {
    mutating func takeDogs(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .dogs(let listed, let sessions, let isStopped):
            let known = Dictionary(sessions.map { ($0.incarnation, $0) }, uniquingKeysWith: { first, _ in first })
            dogs = ResidentDesk(listed.map { ($0, $0.run.flatMap { known[$0.incarnation] }) })
            self.isStopped = isStopped
        case .dog(let event):
            if case .notNow = event { isStopped = true }
            return dogs.take(event, at: now).map { .dog($0) }
        case .stopped: isStopped = true
        case .thawed: isStopped = false
        case .listed, .beat, .ended, .saved, .notSaved, .tick, .patrol, .gates, .gate, .looked, .plugins, .plugin: break
        }
        return []
    }

    mutating func attendDogs() -> [Effect] { dogs.attend(isStopped: isStopped).map { .dog($0) } }
}
