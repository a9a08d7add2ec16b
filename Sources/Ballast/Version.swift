/// The versions that stand in every data set.
public enum Version {
    /// Of the program, as semantic versioning has it.
    public static let tool = "0.1.0"
    /// Raised whenever the same recipe and inputs give other bytes, so that work of an older build is never reused.
    public static let result = 4
}
