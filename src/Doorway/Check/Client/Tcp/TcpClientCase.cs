namespace Doorway.Check.Client.Tcp;

/// <summary>A requirement on a client that uses TCP.</summary>
abstract class TcpClientCase : CheckCase
{
    /// <inheritdoc/>
    public sealed override CheckRole Role => CheckRole.Client;

    /// <inheritdoc/>
    public sealed override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpClient() ? LevelOf(traits.Profile) : null;

    /// <summary>How much is asked of a client of this profile; null where it is not for it.
    /// </summary>
    protected abstract CheckLevel? LevelOf(CheckProfile profile);

    /// <summary>Whether the client asks again and again over one connection.</summary>
    protected static bool IsLong(CheckProfile profile) =>
        profile is CheckProfile.Line or CheckProfile.Loop or CheckProfile.Echo;
}
