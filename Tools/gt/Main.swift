/// The way in: everything is behind `Program`, which also knows the only way out.
@main
enum Main {
    static func main() async {
        let line = CommandLine.arguments
        if let plain = PlainLine.command(line) { await Program.run(plain: plain, line) }
        await Program.run(line)
    }
}
