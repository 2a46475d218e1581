import Testing
import TownModel
import ZeroMQBus

/// CURVE keys as the real libzmq has them.
@Suite struct CurveSecretTests {
    @Test("a pair belongs together, is never made twice, and its public key is no option of a command line")
    func pairs() throws {
        var seen: Set<String> = []
        for _ in 0..<200 {
            let pair = try CurveSecret.fresh()
            #expect(CurveSecret(pair.text) == pair)
            #expect(pair.publicKey.isUsable && !pair.publicKey.text.hasPrefix("-"))
            #expect(pair.text.utf8.count == 40 && pair.text != pair.publicKey.text)
            seen.formUnion([pair.text, pair.publicKey.text])
        }
        #expect(seen.count == 400)
    }

    @Test("characters that stand for no 32 bytes are no key")
    func unusable() throws {
        // "#####" is over 32 bits.
        let key = try #require(PublicKey(String(repeating: "#", count: 40)))
        #expect(!key.isUsable)
        #expect(CurveSecret("short") == nil)
        #expect(CurveSecret(key.text) == nil)
    }
}
