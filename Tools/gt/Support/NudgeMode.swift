import ArgumentParser
import TownModel

/// The words that hands know are taken beside the town's own.
extension NudgeMode: ExpressibleByArgument {
    package init?(argument: String) { self.init(word: argument) }

    package static var allValueStrings: [String] { words }
}
