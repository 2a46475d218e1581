import Wire

extension Invocation {
    /// Events: with `--json` an array of CloudEvents exactly as they were published, else one a line.
    func answer(events texts: [String]) {
        if options.json {
            Output.write("[" + texts.joined(separator: ",") + "]", to: .answer)
            return
        }
        let lines = texts.map { Self.line($0, screen) }
        Output.write(lines.isEmpty ? "no events" : lines.joined(separator: "\n"), to: .answer)
    }

    static func line(_ text: String, _ screen: Screen) -> String {
        do throws(WireError) {
            return FeedLine.text(try CloudEvent.decode(Array(text.utf8)), screen, sequence: true)
        } catch {
            return "an event that this gt does not know: \(screen.plain(error.message))"
        }
    }
}
