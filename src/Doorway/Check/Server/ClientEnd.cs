namespace Doorway.Check.Server;

/// <summary>What a server does when a client has finished.</summary>
enum ClientEnd
{
    /// <summary>It ends the connection too.</summary>
    Closed,

    /// <summary>It waits for other things, and leaves the connection open.</summary>
    Open,

    /// <summary>It sends without end, or turns in a loop.</summary>
    Loud,
}
