/// Turns the ledger's counter into the text of an id: short, unlike its neighbours, never the same twice.
///
/// The first two characters derive from the town's id, so that two towns on one rig hardly mint the same. At least four
/// follow, more when the numbers of that length are used up; multiplying by a number without a factor in common with
/// the alphabet's size visits each text of a length exactly once, so that no two numbers have one text.
///
/// Neighbours share all but their last two characters: the ids that are made together lie together in the ledger's index.
package enum IDMint {
    /// Fewest characters after the town's two.
    package static let lengthMin = 4

    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    private static let size: UInt64 = 36
    /// A prime: it shares no factor with any power of 36.
    private static let stride: UInt64 = 1_000_003
    /// How many ids in a row share all but their last two characters.
    private static let blockSize = size * size

    /// - Parameter number: the counter's value, from 1.
    package static func text(number: Int64, town: String) -> String {
        var rest = UInt64(max(0, number - 1))
        var length = lengthMin
        var room = power(length)
        while rest >= room {
            rest -= room
            length += 1
            room = power(length)
        }
        let (block, place) = rest.quotientAndRemainder(dividingBy: blockSize)
        let scattered = scatter(block, over: room / blockSize) * blockSize + scatter(place, over: blockSize)
        return digits(seed(town), 2) + digits(scattered, length)
    }

    private static func scatter(_ number: UInt64, over room: UInt64) -> UInt64 {
        room.dividingFullWidth(number.multipliedFullWidth(by: stride)).remainder
    }

    /// A number that another town hardly gives out too, and that other programs can read exactly: below 2^53.
    package static func number(_ number: Int64, town: String) -> Int64 {
        Int64(seed(town) % (1 << 20)) << 32 | (number & 0xFFFF_FFFF)
    }

    private static func power(_ length: Int) -> UInt64 {
        (0..<length).reduce(1) { value, _ in value * size }
    }

    /// FNV-1a, 64 bits: spreads any town's id over the two characters.
    private static func seed(_ town: String) -> UInt64 {
        town.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    private static func digits(_ number: UInt64, _ length: Int) -> String {
        String(unsafeUninitializedCapacity: length) { text in
            var rest = number
            for place in (0..<length).reversed() {
                text[place] = alphabet[Int(rest % size)]
                rest /= size
            }
            return length
        }
    }
}
