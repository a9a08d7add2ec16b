/// Ranges of the settings that several methods share.
enum SettingRange {
    /// k of a neighbour list.
    static func neighbors(_ count: Int, _ setting: String = "neighbors") throws {
        try SettingError.require(count >= 1, setting, "\(count) is not a number of neighbours; at least 1")
    }

    /// Parameter of a Beta distribution, or a factor of one.
    ///
    /// Far smaller ones would overflow where logarithms are divided by them, and draw nothing but 0 and 1 anyway.
    static func alpha(_ alpha: Double, _ setting: String = "alpha") throws {
        try SettingError.require((1e-6...1000).contains(alpha), setting, "\(alpha) is out of range; 0.000001 to 1000")
    }

    /// A share, or an exponent between balanced and as it is.
    static func unit(_ value: Double, _ setting: String) throws {
        try SettingError.require((0...1).contains(value), setting, "\(value) is out of range; 0 to 1")
    }
}
