namespace Doorway.Check.Client;

/// <summary>
/// Whether a program says that it can't have its port: EADDRINUSE where it binds it (bind(2)),
/// EADDRNOTAVAIL where it connects from it (connect(2)).
/// </summary>
static class PortTaken
{
    static readonly string[] Words =
    [
        "Address already in use", "EADDRINUSE", "Cannot assign requested address",
        "EADDRNOTAVAIL",
    ];

    /// <summary>By what it printed on its standard error.</summary>
    public static bool IsSaidBy(Subject client)
    {
        string errors = client.Errors.Text;
        return Words.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
