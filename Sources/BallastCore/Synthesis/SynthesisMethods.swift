/// Every method a recipe can name.
public enum SynthesisMethods {
    public static let all: [any SynthesisMethod.Type] = [
        BalancedMixup.self,
        Duplication.self,
        NeighborMixup.self,
        MarginAwareMixup.self,
        Mixup.self,
        Remix.self,
        SMOTE.self,
        SoftSMOTE.self,
        UniMix.self,
    ]
}
