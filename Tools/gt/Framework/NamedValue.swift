import ArgumentParser
import TownModel

/// A value with its name, as it is given on a command line: `name=value`.
struct NamedValue: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
        name = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}

extension [NamedValue] {
    /// Throws 64 for a name that is given twice.
    ///
    /// - Parameter option: what goes before each in messages: `--var `.
    func values(_ option: String = "") throws(CommandFailure) -> [String: String] {
        var values: [String: String] = [:]
        for given in self {
            guard values.updateValue(given.value, forKey: given.name) == nil else {
                throw .usage("\(option)\(UntrustedText.line(given.name)) is given twice", hint: "leave one of them out")
            }
        }
        return values
    }
}
