namespace Doorway.Cli.Watching;

/// <summary>What can be done to our own client, server and the link between them.</summary>
interface ILabControls
{
    /// <summary>What a line can be sent over.</summary>
    IReadOnlyList<Transport> Transports { get; }

    /// <summary>How the server takes connections.</summary>
    ServerMode Mode { get; }

    /// <summary>What the link does now, as sliders.</summary>
    LinkSliders Link { get; }

    /// <summary>Has one or several clients ask the server at once.</summary>
    /// <returns>Each one's answer, or why there was none.</returns>
    Task<IReadOnlyList<LabReply>> AskAsync(
        Transport transport, string text, int clients, CancellationToken cancellation);

    /// <summary>Has the server take connections otherwise from now on.</summary>
    Task ChangeAsync(ServerMode mode, CancellationToken cancellation);

    /// <summary>Has the link do something else from now on.</summary>
    /// <param name="directions">Which way.</param>
    /// <param name="name">Which slider.</param>
    /// <param name="value">Where it stands now.</param>
    /// <returns>Why that can't be; null where it was done.</returns>
    string? Change(IReadOnlyList<Direction> directions, string name, double value);
}

/// <summary>What one client got.</summary>
/// <param name="Answer">The answer; null where there was none.</param>
/// <param name="Error">Why there was none, in a fixed word and a few more.</param>
sealed record LabReply(byte[]? Answer, string? Error);

/// <summary>The sliders of a link.</summary>
/// <param name="Impairments">One for each kind that one number tells.</param>
/// <param name="Command">The command that does the same.</param>
sealed record LinkSliders(IReadOnlyList<LinkSlider> Impairments, string Command);

/// <summary>One slider: an impairment that one number tells.</summary>
/// <param name="Name">The impairment's name.</param>
/// <param name="Unit">"%", "ms" or "kbit".</param>
/// <param name="Most">The largest number; 0 is none of it.</param>
/// <param name="ToServer">Where it stands for the way to the server.</param>
/// <param name="ToClient">Where it stands for the way to the client.</param>
/// <param name="Transports">On which it does anything.</param>
/// <param name="Help">What it does.</param>
sealed record LinkSlider(
    string Name, string Unit, double Most, double ToServer, double ToClient,
    IReadOnlyList<Transport> Transports, string Help);
