import Formulas
import Foundation
import TownModel

/// A formula of a thousand steps from its text to its graph, in this process, beside Python's reader of TOML, which does
/// the first part of it alone.
enum FormulaCooking {
    static let steps = 1025
    static let rounds = 50

    static func measure(_ town: BenchTown) async throws -> Report {
        let text = chain(steps)
        let peer = try reader(text, in: town.root)
        var report = Report(title: "Cooking")
        report.measurements = [
            Measurement(
                name: "read and cook \(steps) steps in a chain",
                values: try milliseconds { _ = try cook(text, "chain") },
                unit: "ms", peer: peer.map { ("tomllib reads it", $0) }, goal: .medianAtMost(50)),
            Measurement(
                name: "read and cook 2^20 - 1 moves, folded",
                values: try milliseconds { _ = try towers(disks: 20) }, unit: "ms"),
        ]
        if peer == nil { report.notes.append("There is no python3 with tomllib here, so nothing stands beside it.") }
        report.notes.append("In this process: what the command adds is its start, which the cold table has.")
        return report
    }

    private static func milliseconds(_ work: () throws -> Void) throws -> [Double] {
        let clock = ContinuousClock()
        return try (0..<rounds).map { _ in
            let start = clock.now
            try work()
            return start.duration(to: clock.now).inMilliseconds
        }
    }

    /// The shipped formula, with so many disks.
    static func towers(disks: Int) throws -> CookedGraph {
        try cook(tower(), "towers-of-hanoi", ["disks": String(disks)])
    }

    private static func cook(
        _ text: String, _ name: String, _ variables: [String: String] = [:]
    ) throws -> CookedGraph {
        let (formula, problems) = Formula.read(text: text, path: "\(name).formula.toml")
        if problems.contains(where: { $0.severity == .error }) { throw FormulaFailure(problems) }
        return try Cook.dish(Cook.Order(name, variables: variables), mode: .ready) { _ throws(FormulaFailure) in
            formula
        }.graph
    }

    private static func tower() throws -> String {
        guard let tower = ShippedFormulas.all.first(where: { $0.name == "towers-of-hanoi" }) else {
            throw Shell.Failure(command: ["bench"], status: 70, output: "towers-of-hanoi does not come with gt")
        }
        return tower.text
    }

    /// Each waits for the one before.
    private static func chain(_ count: Int) -> String {
        var text = "formula = \"chain\"\nversion = 1\n"
        for number in 1...count {
            text += "\n[[steps]]\nid = \"move-\(number)\"\ntitle = \"Move \(number)\"\n"
            text += "description = \"Take the disk that is next and put it where it belongs.\"\n"
            if number > 1 { text += "needs = [\"move-\(number - 1)\"]\n" }
        }
        return text
    }

    /// The median of Python's reading, in one process; nil where there is no Python that can.
    private static func reader(_ text: String, in folder: String) throws -> Double? {
        let path = "\(folder)/chain.toml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let script = """
            import statistics, time
            try:
                import tomllib
            except ImportError:
                print("none")
                raise SystemExit
            text = open("\(path)").read()
            times = []
            for _ in range(\(rounds)):
                start = time.perf_counter()
                tomllib.loads(text)
                times.append((time.perf_counter() - start) * 1000)
            print(statistics.median(times))
            """
        guard isOnPath else { return nil }
        return Double(try Shell.output(["python3", "-c", script]))
    }

    private static var isOnPath: Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
    }
}
