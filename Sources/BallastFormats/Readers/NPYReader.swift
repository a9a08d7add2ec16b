public import BallastCore

public enum NPYReader: RowReader {
    public static let name = "npy"
    public static let fileExtensions = ["npy"]
    public static func recognizes(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("\u{93}NUMPY".utf8)) }
    public static func read(_ request: InputRequest, into storage: any Storage, threads: Int) throws -> InputTable {
        throw InputError("", "")
    }
}
