import ArgumentParser

/// The way in: everything is behind `Program`, which also knows the only way out.
@main
enum Main {
    static func main() async {
        await Program.run(CommandLine.arguments)
    }
}
