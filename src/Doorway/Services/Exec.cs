using System.Net.Sockets;

namespace Doorway.Services;

/// <summary>
/// A program per connection, with the connection as its standard input and output, as inetd(8)
/// does it: run without a shell, for a limited time and a limited number at once, and ended with
/// all that it started when the conversation ends, however it ends.
/// </summary>
/// <remarks>
/// The peer's half-close ends the program's input; the end of its output is a half-close to the
/// peer. Its errors go where ours go. It is told of the connection by TCPREMOTEIP, TCPREMOTEPORT,
/// TCPLOCALIP, TCPLOCALPORT and PROTO, as by tcpserver. It gets no descriptor but its three, and
/// SIGPIPE at its default: for that the constructor marks all others of this process
/// close-on-exec (fcntl(2)), and handles SIGPIPE (to no effect) where .NET ignores it.
/// </remarks>
public sealed class Exec
{
    readonly ExecOptions _options;
    readonly string _program;
    readonly Lock _gate = new();
    int _running;
    long _started;
    long _refused;

    /// <summary>Checks that the program can be run.</summary>
    /// <exception cref="ExecException">
    /// There is no such program, or it is not executable.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit isn't positive.</exception>
    public Exec(ExecOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.AtOnce);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Grace, TimeSpan.Zero);
        _options = options;
        _program = Find(options.FileName);
        Inheritance.Limit();
    }

    /// <summary>The conversation of one connection.</summary>
    public Conversation Conversation => HoldAsync;

    /// <summary>How many programs run now, those that are being ended included.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>How many programs were started.</summary>
    public long Started => Interlocked.Read(ref _started);

    /// <summary>How many connections were reset because too many programs ran.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>
    /// The full path of a program: itself if it holds a slash, else looked up on PATH.
    /// </summary>
    /// <exception cref="ExecException">
    /// There is no such program, or it is not executable.
    /// </exception>
    public static string Find(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return ProgramPath.Find(fileName);
    }

    async Task HoldAsync(Connection connection, CancellationToken cancellation)
    {
        if (!Enter())
        {
            Interlocked.Increment(ref _refused);
            connection.Abort(SocketError.ProcessLimit);
            Log(
                connection, ExecEventKind.Refused,
                $"{_options.AtOnce} programs run at once, which is the limit");
            return;
        }

        try
        {
            await RunAsync(connection, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    bool Enter()
    {
        lock (_gate)
        {
            if (Running >= _options.AtOnce)
            {
                return false;
            }

            Interlocked.Increment(ref _running);
            return true;
        }
    }

    async Task RunAsync(Connection connection, CancellationToken cancellation)
    {
        ProgramRun run;
        try
        {
            run = ProgramRun.Start(_program, _options, connection);
        }
        catch (ExecException failure)
        {
            connection.Abort(SocketError.Fault);
            Log(connection, ExecEventKind.Fault, failure.Message);
            return;
        }

        using (run)
        {
            Interlocked.Increment(ref _started);
            await run.HoldAsync(cancellation).ConfigureAwait(false);
        }
    }

    void Log(Connection connection, ExecEventKind kind, string text) =>
        _options.Log?.Invoke(new ExecEvent(kind, connection.Peer, text));
}
