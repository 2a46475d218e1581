import Testing
import TownModel

@Suite("What a shim is to run")
struct SessionSpecTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("[pid {pid of the shim}] x", "[pid 4711] x"),
        ("{pid of the shim}{pid of the shim}", "47114711"), ("{pid of the shi", "{pid of the shi"), ("ü{", "ü{"),
    ])
    func `the shim's number stands where its mark was`(text: String, wanted: String) {
        #expect(String(decoding: SessionSpec.naming(4711, in: Array(text.utf8)), as: UTF8.self) == wanted)
        let spec = SessionSpec(arguments: ["/bin/x", text], environment: [text], directory: "/w")
        #expect(spec.named(by: 4711).arguments == ["/bin/x", wanted])
        #expect(spec.named(by: 4711).environment == [text])
    }
}
