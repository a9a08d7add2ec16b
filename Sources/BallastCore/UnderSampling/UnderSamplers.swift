/// Every way of under-sampling that a recipe can name.
public enum UnderSamplers {
    public static let all: [any UnderSampler.Type] = [
        InstanceHardness.self,
        NearMiss.self,
        RandomUnderSampling.self,
    ]
}
