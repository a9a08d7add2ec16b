import HDF5
import Testing

@Suite struct LibraryBuildTests {
    @Test("the library tells its version and that it can deflate")
    func current() throws {
        let build = try LibraryBuild.current()
        let parts = build.version.split(separator: ".").compactMap { Int($0) }
        #expect(parts.count == 3 && parts[0] >= 1)
        #expect(build.hasDeflate)
    }
}
