import Foundation

/// `make bench`: every figure that the project claims, each beside a peer measured in the same run.
@main struct Main {
    static func main() async {
        do {
            let programs = CommandLine.arguments.dropFirst().first ?? ".build/release"
            let town = try BenchTown(programs: URL(filePath: programs).path)
            do {
                try await town.startStore()
                print(try await ColdStart.measure(town).markdown())
                print(try await DurableCommands.measure(town).markdown())
            } catch {
                try town.remove()
                throw error
            }
            try town.remove()
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(70)
        }
    }
}
