/// Every method a recipe can name.
public enum SynthesisMethods {
    public static let all: [any SynthesisMethod.Type] = [
        ADASYN.self,
        BalancedMixup.self,
        BorderlineSMOTE.self,
        Duplication.self,
        NeighborMixup.self,
        MarginAwareMixup.self,
        Mixup.self,
        PolynomFitSMOTE.self,
        ProWSyn.self,
        Remix.self,
        ROSE.self,
        SafeLevelSMOTE.self,
        SMOTE.self,
        SMOTEN.self,
        SoftSMOTE.self,
        UniMix.self,
    ]
}
