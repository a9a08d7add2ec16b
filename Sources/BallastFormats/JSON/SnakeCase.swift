/// The one place where `rowsPerShard` of Swift becomes `rows_per_shard` of JSON and YAML.
///
/// Only this direction is needed: a decoder looks for the converted name of each property. Names of properties are
/// ASCII; bytes, because a manifest has tens of thousands of keys and characters are slow to ask for their case.
enum SnakeCase {
    static func key(_ name: String) -> String {
        var key: [UInt8] = []
        for byte in name.utf8 {
            if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
                key += [UInt8(ascii: "_"), byte | 0x20]
            } else {
                key.append(byte)
            }
        }
        return String(decoding: key, as: UTF8.self)
    }
}
