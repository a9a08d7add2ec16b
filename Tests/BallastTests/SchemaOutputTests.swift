import BallastCore
import BallastFormats
import Testing

struct SchemaOutputTests {
    @Test("the manifest's schema has the keys of the manifest, and no others")
    func manifest() throws {
        let schema = try SchemaDocument("manifest.schema.json")
        // A sample with every key: one that the code lacks would be gone after the round trip, one that the schema
        // lacks would be missing or come back as null.
        let sample = schema.sample(schema.root)
        let again = try JSONValue(encoding: sample.decode(Manifest.self))
        #expect(again == sample)
    }

    @Test("every object of the manifest's schema requires all its keys")
    func required() throws {
        let schema = try SchemaDocument("manifest.schema.json")
        for (place, object) in schema.objects() where !place.hasSuffix("/splits") {
            let required = object["required"]?.elements.compactMap(\.text) ?? []
            #expect(Set(required) == Set((object["properties"] ?? .null).members.keys), "\(place)")
        }
        let splits = schema.members("properties", "splits", "properties")
        #expect(Set(splits.keys) == ["train", "validation", "test"])
    }

    @Test("the manifest's element types are those there are")
    func elementTypes() throws {
        let values = try SchemaDocument("manifest.schema.json").members("properties", "element_type")["enum"]
        #expect((values ?? .null).elements == ElementType.allCases.map { .string($0.rawValue) } + [.null])
    }

    @Test("the shard's layout lists the data sets that are written, in their order")
    func shard() throws {
        let schema = try SchemaDocument("shard.schema.json").root
        let sets = (schema["data_sets"] ?? .null).elements
        #expect(sets.map { $0["name"]?.text } == ShardLayout.Content.allCases.map(\.rawValue))
        #expect(schema["format"]?.text == ShardLayout.format)
        #expect(schema["format_version"]?.text == ShardLayout.formatVersion)
        let symbols = Set((schema["symbols"] ?? .null).members.keys)
        for set in sets {
            let shape = (set["shape"] ?? .null).elements.compactMap(\.text)
            #expect(shape.first == "N" && symbols.isSuperset(of: shape), "\(set)")
            #expect(set["present"] != nil && set["meaning"] != nil)
        }
        #expect((sets.first?["type"] ?? .null).elements == ElementType.allCases.map { .string($0.rawValue) })
    }
}
