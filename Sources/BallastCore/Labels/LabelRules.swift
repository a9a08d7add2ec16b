/// Every label rule a recipe can name.
public enum LabelRules {
    public static let all: [any LabelRule.Type] = [
        HardLabels.self,
        LabelAwareSmoothing.self,
        MarginLabels.self,
        NeighborPosterior.self,
        RemixLabels.self,
        Sharpening.self,
        Smoothing.self,
    ]
}
