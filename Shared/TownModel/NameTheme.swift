/// Fifty names that go together, shipped with the program.
package struct NameTheme: Hashable, Sendable, Codable {
    package let name: String
    package let sentence: String
    package let names: [AgentName]

    private init(_ name: String, _ sentence: String, _ names: String) {
        self.name = name
        self.sentence = sentence
        self.names = names.split(whereSeparator: \.isWhitespace).compactMap { AgentName(String($0)) }
    }

    package static func named(_ name: String) -> NameTheme? { shipped.first { $0.name == name } }

    /// Where nobody says anything.
    package static let standard = NameTheme(
        "garden", "What grows in woods and gardens.",
        """
        ash birch cedar dogwood elm fir gorse hazel ivy juniper
        kelp larch maple nettle oak pine quince rowan sage teak
        umbel vetch willow yarrow zinnia alder bramble clover dill elder
        fennel ginkgo heather iris jasmine koa laurel myrtle nutmeg olive
        poplar reed spruce thyme tulip violet walnut yew aspen beech
        """)

    package static let shipped = [
        standard,
        NameTheme(
            "mad-max", "Drivers of the wasteland's road, as in the tool that has this theme by default.",
            """
            furiosa nux slit rictus toast capable dag cheedo angharad valkyrie
            keeper ace morsov corpus organic dementus praetorian jack joe fury
            max goose toecutter bubba johnny jessie roop charlie sarse fifi
            wez lord humungus pappagallo gyro zetta curmudgeon toadie feral warrior
            aunty master blaster ironbar collector savannah scrooloose pigkiller jedediah blackfinger
            """),
        NameTheme(
            "minerals", "Stones and ores.",
            """
            agate amber azurite basalt beryl calcite cinnabar citrine cobalt copper
            diamond dolomite emerald feldspar flint fluorite galena garnet gneiss granite
            graphite gypsum halite hematite jade jasper lapis lazurite malachite marble
            mica obsidian olivine onyx opal pearl peridot pumice pyrite quartz
            ruby sapphire schist slate spinel sulfur talc topaz turquoise zircon
            """),
        NameTheme(
            "wasteland", "What is found where nothing grows any more.",
            """
            anvil ashfall axle barrel bellows brazier burlap cinder clinker crater
            drifter dune dust ember exhaust flare forge furnace gasket girder
            gravel grit gully hammer hinge husk kiln lantern mesa nomad
            oasis outpost piston rattle relic rivet rubble rust salvage sandstorm
            scrap shale silo smoke spark sprocket tarmac tinder torque wrench
            """),
    ]
}
