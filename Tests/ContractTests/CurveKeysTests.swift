import Testing
import TownModel
import ZeroMQBus

/// CURVE keys as the real libzmq has them.
@Suite struct CurveKeysTests {
    @Test("a pair belongs together, is never made twice, and its public key is no option of a command line")
    func pairs() throws {
        var seen: Set<String> = []
        for _ in 0..<200 {
            let pair = try CurveKeys.makePair()
            #expect(CurveKeys.publicKey(of: pair.secret) == pair.publicKey)
            #expect(CurveKeys.isUsable(pair.publicKey) && !pair.publicKey.text.hasPrefix("-"))
            #expect(pair.secret.utf8.count == 40 && pair.secret != pair.publicKey.text)
            seen.formUnion([pair.secret, pair.publicKey.text])
        }
        #expect(seen.count == 400)
    }

    @Test("characters that stand for no 32 bytes are no key")
    func unusable() throws {
        // "#####" is over 32 bits.
        let key = try #require(PublicKey(String(repeating: "#", count: 40)))
        #expect(!CurveKeys.isUsable(key))
        #expect(CurveKeys.publicKey(of: "short") == nil)
        #expect(CurveKeys.publicKey(of: key.text) == nil)
    }
}
