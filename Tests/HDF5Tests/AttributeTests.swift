import BallastTestSupport
import HDF5
import Testing

@Suite struct AttributeTests {
    @Test(
        "attributes come back as they were",
        arguments: [
            .integer(.min), .integer(42), .string(""), .string("ballast-shard"), .string("größer 中"),
            .strings([]), .strings([""]), .strings(["a", "größer", ""]),
        ] as [Attribute])
    func roundTrip(attribute: Attribute) throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        try file.setAttribute("value", to: attribute)
        try file.close()
        #expect(try File(reading: folder.file("x.h5")).attribute("value") == attribute)
    }

    @Test("an attribute of 8,000 names, far over 64 KB, comes back as it was")
    func dense() throws {
        let folder = try TemporaryDirectory()
        let names = (0..<8000).map { "feature_\(1_000_000_000_000 + $0)".prefix(20) }.map(String.init)
        let file = try File(creating: folder.file("x.h5"))
        try file.setAttribute("format", to: .string("ballast-shard"))
        try file.setAttribute("features", to: .strings(names))
        try file.setAttribute("seed", to: .integer(7))
        try file.close()
        let reopened = try File(reading: folder.file("x.h5"))
        #expect(try reopened.attribute("features") == .strings(names))
        #expect(try reopened.attribute("format") == .string("ballast-shard"))
        #expect(try reopened.attribute("seed") == .integer(7))
    }

    @Test("an attribute that is not there is nil")
    func missing() throws {
        let file = try File(reading: fixture("good-types.h5"))
        #expect(try file.attribute("nothing") == nil)
    }

    @Test("an attribute of a name that is taken is an error that names it")
    func taken() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        try file.setAttribute("seed", to: .integer(1))
        let error = failure { () throws(HDF5Error) in try file.setAttribute("seed", to: .integer(2)) }
        #expect(error?.operation == "write attribute 'seed' of '\(folder.file("x.h5"))'")
        #expect(error?.description.contains("exists") == true, "\(error?.description ?? "no error")")
    }
}
