namespace Doorway.Check.Client.Tcp;

/// <summary>What a client did when there was nothing more to do for it.</summary>
enum Ending
{
    /// <summary>It ended by itself, with an exit code.</summary>
    Exited,

    /// <summary>It died of an exception or a signal.</summary>
    Crashed,

    /// <summary>It ended only after the server had closed the connection.</summary>
    LeftOpen,

    /// <summary>The connection is closed, and the program goes on.</summary>
    Stays,

    /// <summary>It went on working or sending after the end of its input.</summary>
    IgnoresEnd,
}
