import ArgumentParser
import TownModel

/// The words that hands know are taken beside the town's own.
extension NudgeMode: ExpressibleByArgument {
    public init?(argument: String) { self.init(word: argument) }

    public static var allValueStrings: [String] { words }
}
