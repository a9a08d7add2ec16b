/// Every label rule a recipe can name.
public enum LabelRules {
    public static let all: [any LabelRule.Type] = [
        LabelAwareSmoothing.self,
        Smoothing.self,
    ]
}
