namespace Doorway;

/// <summary>Which way a message goes through a link.</summary>
public enum Direction : byte
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
