namespace Doorway.Check;

/// <summary>
/// No namespaces: cases follow one another on the machine's own loopback, and their programs are
/// ended by their marks, and by their user where we are root.
/// </summary>
sealed class SharedMachine : Isolation
{
    /// <inheritdoc/>
    public override bool IsIsolated => false;

    /// <inheritdoc/>
    public override Room Enter() => new SharedRoom();
}
