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

    /// A line that a gate has written, under the rig's and the gate's name; with the moment at which it was told.
    static func text(_ line: some StringProtocol, of output: GateOutput, _ screen: Screen) -> String {
        let time = screen.paint(String(screen.now.description.dropFirst(11).prefix(8)), .dim)
        let rig = screen.paint("\(output.rig)", .blue)
        let gate = screen.plain("gate \(output.gate)")
        let text = screen.paint(UntrustedText.lines(String(line)).joined(), .dim)
        return "\(time)  \(rig)  \(screen.paint(gate, .bold, colour(of: gate)))  \(text)"
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
    static func colour(of name: String) -> Screen.Colour {
        let colours: [Screen.Colour] = [.cyan, .magenta, .blue, .yellow, .green]
        return colours[name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % colours.count]
    }
}
