/// Random text from the kernel's generator: secrets, and ids that must not meet.
package enum RandomText {
    package static let hexadecimal = "0123456789abcdef"
    package static let base36 = "0123456789abcdefghijklmnopqrstuvwxyz"

    package static func digits(_ count: Int, of alphabet: String) -> String {
        let characters = Array(alphabet)
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &generator)] })
    }
}
