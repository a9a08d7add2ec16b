/// Every guard a recipe can name.
public enum RowGuards {
    public static let all: [any RowGuard.Type] = [
        EditedNearestNeighbors.self,
        LabelGuard.self,
        NeighborhoodCleaning.self,
        PartitioningFilter.self,
        TomekLinks.self,
    ]
}
