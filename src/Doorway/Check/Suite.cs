namespace Doorway.Check;

/// <summary>All cases, in the order in which they are reported.</summary>
public static class Suite
{
    /// <summary>Every case.</summary>
    public static IReadOnlyList<CheckCase> Cases { get; } =
    [
        new Server.SplitWrite(),
    ];

    /// <summary>A case by its id; null when there is none.</summary>
    public static CheckCase? Find(string id) => Cases.FirstOrDefault(one => one.Id == id);
}
