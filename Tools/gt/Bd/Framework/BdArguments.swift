import ArgumentParser
import Host
import TownModel

/// A type of bead, with the reference's short words for it.
struct BdType: ExpressibleByArgument {
    let value: BeadType

    init?(argument: String) {
        let longer = ["enhancement": "feature", "feat": "feature", "mr": "merge-request", "mol": "molecule"]
        let word = argument.lowercased()
        guard !word.isEmpty else { return nil }
        value = BeadType(rawValue: longer[word] ?? word)
    }
}

/// A moment as the reference takes it; the empty text is none.
struct BdMoment: ExpressibleByArgument {
    let time: Timestamp?

    init?(argument: String) {
        guard !argument.isEmpty else {
            time = nil
            return
        }
        guard let moment = MomentWords(now: Surroundings.now).moment(argument) else { return nil }
        time = moment
    }
}

extension [String] {
    /// The reference takes lists as repeated options, as texts with commas, and as both.
    var parts: [String] {
        flatMap { $0.split(separator: ",").map { String($0).trimmed } }.filter { !$0.isEmpty }
    }
}
