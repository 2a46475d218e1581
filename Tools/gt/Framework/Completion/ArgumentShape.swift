import ArgumentParser
import Wire

/// An argument of a command, as the parser describes it to tools: how it is written, and where its values come from.
struct ArgumentShape: Decodable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        let kind: String
        let name: String

        var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    /// One member is there: how a shell completes the value.
    struct Source: Decodable {
        struct List: Decodable { let values: [String] }
        struct Mark: Decodable {}

        let list: List?
        let file: Mark?
        let directory: Mark?
        let custom: Mark?
        let customAsync: Mark?
    }

    let kind: Kind
    let shouldDisplay: Bool
    let isRepeating: Bool
    let names: [Name]?
    let abstract: String?
    let allValues: [String]?
    let completionKind: Source?

    var spellings: [String] { (names ?? []).map(\.spelled) }

    /// Of a command that has no others below it.
    static func all(of command: any ParsableCommand.Type) throws -> [ArgumentShape] {
        try JSONText.decode(Description.self, from: Array(command._dumpHelp().utf8)).command.arguments ?? []
    }

    private struct Description: Decodable {
        struct Command: Decodable { let arguments: [ArgumentShape]? }
        let command: Command
    }
}
