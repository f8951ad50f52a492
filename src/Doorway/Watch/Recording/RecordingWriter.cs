namespace Doorway.Watch;

/// <summary>
/// Writes events as a pcapng file while they come. Frames are packets of it, so that Wireshark and
/// tshark open it; the rest rides along in custom blocks that they pass over (docs/recording.md).
/// Any thread may add. What was added is in the file 0.1 s later, also if we are killed.
/// </summary>
public sealed class RecordingWriter : IDisposable
{
    const int FlushAt = 1 << 16;
    static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    readonly Stream _output;
    readonly PcapngBlocks _blocks = new();
    readonly Dictionary<LinkType, uint> _interfaces = [];
    readonly CarriedCalls _calls = new();
    readonly Lock _gate = new();
    readonly Timer _timer;
    bool _isOver;

    /// <summary>Begins a recording.</summary>
    /// <param name="output">Where to; the writer disposes of it.</param>
    /// <exception cref="IOException">It can't be written to.</exception>
    public RecordingWriter(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        WriteSection();
        _ = InterfaceOf(LinkType.Ethernet);
        WriteOut();
        _timer = new Timer(_ => Flush(), null, FlushEvery, FlushEvery);
    }

    /// <summary>Begins a recording in a file, which is replaced.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static RecordingWriter Create(string path) => new(new FileStream(
        path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Why nothing is written any more (the disk is full); null while all is well.
    /// </summary>
    public string? Failure { get; private set; }

    /// <summary>Adds an event.</summary>
    public void Add(WatchEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (RecordedEvent.Write(seen) is not { } json)
        {
            return;
        }

        lock (_gate)
        {
            if (_isOver || Failure is not null)
            {
                return;
            }

            if (seen is FrameEvent frame)
            {
                WriteFrame(frame, json);
            }
            else
            {
                WriteCustom(json);
                _calls.Add(seen);
            }

            if (_blocks.Written.Length >= FlushAt)
            {
                TryWriteOut();
            }
        }
    }

    /// <summary>Hands to the system what was added so far.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (!_isOver && Failure is null)
            {
                TryWriteOut();
            }
        }
    }

    void WriteSection()
    {
        _blocks.Begin(Pcapng.Section);
        _blocks.Number(Pcapng.ByteOrder);
        _blocks.Half(1);
        _blocks.Half(0);

        // How long the section is, isn't known.
        _blocks.Number(uint.MaxValue);
        _blocks.Number(uint.MaxValue);
        string version = typeof(RecordingWriter).Assembly.GetName().Version?.ToString(3) ?? "";
        _blocks.Option(Pcapng.Application, $"Doorway {version}".TrimEnd());
        _blocks.EndOfOptions();
        _blocks.End();
    }

    uint InterfaceOf(LinkType link)
    {
        if (_interfaces.TryGetValue(link, out uint known))
        {
            return known;
        }

        const byte Nanoseconds = 9;
        _blocks.Begin(Pcapng.Interface);
        _blocks.Half((ushort)link);
        _blocks.Half(0);
        _blocks.Number(0);
        _blocks.Option(Pcapng.TimeResolution, [Nanoseconds]);
        _blocks.EndOfOptions();
        _blocks.End();
        uint number = (uint)_interfaces.Count;
        _interfaces.Add(link, number);
        return number;
    }

    void WriteFrame(FrameEvent frame, byte[] json)
    {
        uint number = InterfaceOf(frame.Link);
        ulong time = (ulong)Math.Max(0, (frame.Time - DateTime.UnixEpoch).Ticks)
            * TimeSpan.NanosecondsPerTick;
        _blocks.Begin(Pcapng.EnhancedPacket);
        _blocks.Number(number);
        _blocks.Number((uint)(time >> 32));
        _blocks.Number((uint)time);
        _blocks.Number((uint)frame.Bytes.Length);
        _blocks.Number((uint)Math.Max(frame.OriginalLength, frame.Bytes.Length));
        _blocks.Padded(frame.Bytes.Span);
        if (MarkText.Of(frame.Marks) is { Length: > 0 } marks)
        {
            _blocks.Option(Pcapng.Comment, marks);
        }

        foreach (string call in _calls.Of(frame))
        {
            _blocks.Option(Pcapng.Comment, call);
        }

        _blocks.CustomOption(json);
        _blocks.EndOfOptions();
        _blocks.End();
    }

    // The format doesn't tell how long the data of a custom block is: JSON may end in spaces.
    void WriteCustom(byte[] json)
    {
        _blocks.Begin(Pcapng.Custom);
        _blocks.Number(Pcapng.EnterpriseNumber);
        _blocks.Padded(json, (byte)' ');
        _blocks.End();
    }

    void TryWriteOut()
    {
        try
        {
            WriteOut();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure = error.Message;
            _blocks.Clear();
        }
    }

    // Whole blocks in one write: a file that ends early ends between two of them.
    void WriteOut()
    {
        if (_blocks.Written.Length > 0)
        {
            _output.Write(_blocks.Written.Span);
            _output.Flush();
            _blocks.Clear();
        }
    }

    /// <summary>Writes the rest and closes.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (Failure is null)
            {
                TryWriteOut();
            }

            _isOver = true;
            _output.Dispose();
        }
    }
}
