namespace Doorway.Watch.Calls;

/// <summary>One thing that strace(1) tells of a thread.</summary>
/// <param name="Thread">Its number; that of the process for its first thread.</param>
/// <param name="Time">When, UTC.</param>
abstract record StraceItem(int Thread, DateTime Time);

/// <summary>A call has begun; its first argument is known.</summary>
sealed record StraceBegun(StraceCall Call) : StraceItem(Call.Thread, Call.Began);

/// <summary>A call has ended; all of it is known.</summary>
sealed record StraceEnded(StraceCall Call, DateTime Time) : StraceItem(Call.Thread, Time);

/// <summary>A signal reached a thread: "SIGPIPE".</summary>
sealed record StraceSignal(int Thread, DateTime Time, string Name) : StraceItem(Thread, Time);

/// <summary>A thread has ended: "exited with 0", "killed by SIGKILL".</summary>
sealed record StraceExit(int Thread, DateTime Time, string How) : StraceItem(Thread, Time);

/// <summary>A line that is none of these, or too long to be read.</summary>
sealed record StraceUnread(int Length) : StraceItem(0, default);

/// <summary>A call as strace(1) tells it, from its beginning on.</summary>
/// <param name="thread">The thread that calls.</param>
/// <param name="began">When it began, UTC.</param>
/// <param name="name">Its name.</param>
sealed class StraceCall(int thread, DateTime began, string name)
{
    byte[] _text = [];
    int _length;

    /// <summary>The thread that calls.</summary>
    public int Thread => thread;

    /// <summary>When it began, UTC.</summary>
    public DateTime Began => began;

    /// <summary>Its name: "accept4".</summary>
    public string Name => name;

    /// <summary>The arguments, as far as they are known.</summary>
    public ReadOnlySpan<byte> Arguments => _text.AsSpan(0, _length);

    /// <summary>What it returned: <c>5&lt;TCP:[...]&gt;</c>, <c>-1 EAGAIN (...)</c>, <c>?</c>.
    /// </summary>
    public string Result { get; set; } = "?";

    /// <summary>How long it took; zero where strace doesn't tell.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>Replaces the arguments from a place on.</summary>
    public void SetArguments(int from, ReadOnlySpan<byte> text)
    {
        if (_text.Length < from + text.Length)
        {
            Array.Resize(ref _text, from + text.Length);
        }

        text.CopyTo(_text.AsSpan(from));
        _length = from + text.Length;
    }
}
