namespace Doorway.Check;

/// <summary>Finds out what a client is, as far as nobody has said it.</summary>
static class ClientDiscovery
{
    /// <summary>What is known of it then.</summary>
    public static Traits Find(Stage stage, CheckPlan plan, Traits known, Action<string> log) =>
        known;
}
