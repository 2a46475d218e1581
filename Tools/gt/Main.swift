import Dispatch

/// The way in: everything is behind `Program`, which also knows the only way out.
@main
enum Main {
    static func main() {
        let line = CommandLine.arguments
        if let plain = PlainLine.command(line) {
            FirstThread.run { await Program.run(plain: plain, line) }
        }
        Task { await Program.run(line) }
        dispatchMain()
    }
}
