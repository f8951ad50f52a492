using Doorway.Cli.Terminal;

namespace Doorway.Cli.Lab;

/// <summary>
/// The lines to ask, until the end of input or the first Ctrl-C or SIGTERM; a second one ends
/// the process at once.
/// </summary>
sealed class LabInput : IDisposable
{
    /// <summary>The longest line that a datagram holds, in bytes (over IPv4).</summary>
    public const int LongestLine = 65_507;

    readonly LineReader _lines = new(Standard.Input(), LongestLine);
    readonly Signals _signals = new();
    readonly CancellationTokenSource _stop;

    public LabInput(CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = StopAtSignalAsync();
    }

    /// <summary>Cancelled at the first signal: the answer under way isn't awaited.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of the signal that ended the input; null when none did.</summary>
    public int? SignalCode => _signals.First.IsCompleted ? _signals.First.Result : null;

    /// <summary>The next line; null at the end of input and after a signal.</summary>
    public async Task<byte[]?> ReadLineAsync()
    {
        // A read of a terminal can't be cancelled. It is left behind, and ends with the process.
        Task<byte[]?> line = _lines.ReadLineAsync(_stop.Token).AsTask();
        await Task.WhenAny(line, _signals.First);
        return _signals.First.IsCompleted ? null : await line;
    }

    async Task StopAtSignalAsync()
    {
        await _signals.First;
        await _stop.CancelAsync();
    }

    public void Dispose()
    {
        _signals.Dispose();
        _stop.Dispose();
    }
}
