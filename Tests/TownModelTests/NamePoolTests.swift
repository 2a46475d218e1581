import Testing
import TownModel

@Suite("what polecats are called")
struct NamePoolTests {
    @Test("a theme is fifty names, each valid, once, and not reserved", arguments: NameTheme.shipped)
    func theme(_ theme: NameTheme) {
        #expect(theme.names.count == 50)
        #expect(Set(theme.names).count == 50)
        #expect(theme.names.allSatisfy { !NameSettings.reserved.contains($0.text) })
    }

    @Test("no two themes share a name: a glance tells a rig's polecats from another's")
    func apart() {
        #expect(Set(NameTheme.shipped.flatMap(\.names)).count == 50 * NameTheme.shipped.count)
        #expect(Set(NameTheme.shipped.map(\.name)).count == NameTheme.shipped.count)
    }

    @Test("names are given out in order, and go on in numbers when the pool is used up", arguments: NameTheme.shipped)
    func order(_ theme: NameTheme) {
        let (pool, names) = (NamePool(rig: NameSettings(theme: theme.name)), theme.names)
        #expect(pool.firstFree([]) == names[0])
        #expect(pool.firstFree([names[0], names[2]]) == names[1])
        let first = pool.firstFree(Set(names))
        #expect(first.text == "polecat-51")
        #expect(pool.firstFree(Set(names).union([first])).text == "polecat-52")
        #expect(pool.firstFree(Set(names).subtracting([names[7]])) == names[7])
    }

    @Test("who comes back has the name it had, whatever the pool is now, unless it is taken")
    func wished() throws {
        let pool = NamePool(rig: NameSettings(theme: "minerals"))
        let ash = try #require(AgentName("ash"))
        #expect(pool.firstFree([], wished: ash) == ash)
        #expect(pool.firstFree([ash], wished: ash).text == "agate")
    }

    @Test("the rig's word goes before the town's, the town's before the default")
    func precedence() throws {
        let (rig, town) = (NameSettings(names: [try #require(AgentName("otter"))]), NameSettings(theme: "wasteland"))
        #expect(NamePool(rig: rig, town: town).names.map(\.text) == ["otter"])
        #expect(NamePool(rig: rig, town: town).source == .rig && NamePool(rig: rig, town: town).theme == nil)
        #expect(NamePool(town: town).theme == "wasteland" && NamePool(town: town).source == .town)
        #expect(NamePool().theme == NameTheme.standard.name && NamePool().source == .standard)
    }
}
