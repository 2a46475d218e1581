import TownModel
import Wire

/// One event as one line: time, stream, who, what.
enum FeedLine {
    static func text(_ event: TownEvent, _ screen: Screen, sequence: Bool = false) -> String {
        let sentence = FeedSentence(event)
        let number = sequence ? screen.paint("\(event.sequence)", .dim) + "  " : ""
        let time = screen.paint(String(event.time.description.dropFirst(11).prefix(8)), .dim)
        let stream = screen.paint("\(event.stream)", .blue)
        let actor = screen.paint(sentence.actor, .bold, colour(of: sentence.actor))
        return "\(number)\(time)  \(stream)  \(actor)  \(paint(sentence, screen))"
    }

    private static func paint(_ sentence: FeedSentence, _ screen: Screen) -> String {
        switch sentence.tone {
        case .good: screen.paint(sentence.text, .green)
        case .bad: screen.paint(sentence.text, .red)
        case .notable: screen.paint(sentence.text, .yellow)
        case .ordinary: sentence.text
        case .detail: screen.paint(sentence.text, .dim)
        }
    }

    /// The same name has the same colour, always.
    private static func colour(of name: String) -> Screen.Colour {
        let colours: [Screen.Colour] = [.cyan, .magenta, .blue, .yellow, .green]
        return colours[name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % colours.count]
    }
}
