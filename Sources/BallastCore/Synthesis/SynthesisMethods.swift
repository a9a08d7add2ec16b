/// Every method a recipe can name.
public enum SynthesisMethods {
    public static let all: [any SynthesisMethod.Type] = [
        Duplication.self,
        Mixup.self,
        SMOTE.self,
        SoftSMOTE.self,
    ]
}
