import ArgumentParser

/// A name that the program answers to, with the commands it has under it: `gt`, and `bd` for hands that know Beads.
struct Dialect: Sendable {
    let name: String
    let root: any AsyncParsableCommand.Type
    /// Global options that people write before the command, with how many words they take.
    let early: [String: Int]
    /// Words that hands of the reference know and that mean nothing here (`branch`, `gate check`): one line each on what
    /// does the job.
    let absent: [String: String]

    static let gt = Dialect(
        name: "gt", root: GasTown.self, early: ["--json": 1, "--no-color": 1, "--town": 2, "--remote": 2, "--wait": 2],
        absent: ReplacedWords.sentence)

    static let bd = Dialect(
        name: "bd", root: Bd.self,
        early: gt.early.merging(BdOptions.early) { $1 }, absent: BdAbsentWords.sentence)

    /// By the program's own name (a link `bd` beside `gt`), or by the first word: `gt bd list` is `bd list`.
    static func of(_ commandLine: [String]) -> (dialect: Dialect, arguments: [String]) {
        let arguments = Array(commandLine.dropFirst())
        let own = commandLine.first?.split(separator: "/").last
        if own == "bd" { return (.bd, arguments) }
        let (early, rest) = CommandWords(.gt).split(arguments)
        return rest.first == "bd" ? (.bd, early + rest.dropFirst()) : (.gt, arguments)
    }
}
