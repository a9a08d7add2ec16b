/// Every method a recipe can name.
public enum SynthesisMethods {
    public static let all: [any SynthesisMethod.Type] = [
        ADASYN.self,
        BalancedMixup.self,
        BorderlineSMOTE.self,
        ContextRichOversampling.self,
        CutMix.self,
        Duplication.self,
        GeometricSMOTE.self,
        KMeansSMOTE.self,
        NeighborMixup.self,
        M2m.self,
        MarginAwareMixup.self,
        Mixup.self,
        PolynomFitSMOTE.self,
        ProWSyn.self,
        Remix.self,
        ROSE.self,
        SafeLevelSMOTE.self,
        SMOBD.self,
        SMOTE.self,
        SMOTEN.self,
        SoftSMOTE.self,
        SVMSMOTE.self,
        UniMix.self,
    ]

    /// Those that take rows of any shape.
    package static var ofAnyRows: [any SynthesisMethod.Type] { all.filter { $0.rowForm == .any } }
}
