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
        Remix.self,
        SafeLevelSMOTE.self,
        SMOTE.self,
        SoftSMOTE.self,
        UniMix.self,
    ]
}
