import Foundation
import HDF5

/// The error that `body` throws; nil where it throws none.
func failure(_ body: () throws(HDF5Error) -> Void) -> HDF5Error? {
    do throws(HDF5Error) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// The path of a stored file; `make_fixtures.py` beside it says what is in it.
func fixture(_ name: String) -> String {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return tests.appendingPathComponent("Fixtures/\(name)").path
}

func bytes(ofFile path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: path))) }

func write(_ bytes: [UInt8], toFile path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
