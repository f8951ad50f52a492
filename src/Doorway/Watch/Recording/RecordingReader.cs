namespace Doorway.Watch;

/// <summary>
/// Reads a recording: one of <see cref="RecordingWriter"/> with all its events, or a capture of
/// Wireshark, tshark or tcpdump (pcapng or pcap) with its frames.
/// </summary>
public sealed class RecordingReader : IDisposable
{
    readonly Stream _input;
    readonly CaptureStream _capture;
    readonly IEnumerable<WatchEvent> _events;

    RecordingReader(Stream input, CaptureStream capture, IEnumerable<WatchEvent> events)
    {
        _input = input;
        _capture = capture;
        _events = events;
    }

    /// <summary>
    /// Whether it is one of ours: its events have their numbers, flows and marks. The frames of
    /// others have none of these yet.
    /// </summary>
    public bool IsOurs { get; private init; }

    /// <summary>Begins to read a file.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is neither pcapng nor pcap.</exception>
    public static RecordingReader Open(string path) => Open(new FileStream(
        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Begins to read.</summary>
    /// <param name="input">From here; the reader disposes of it.</param>
    /// <exception cref="InvalidDataException">It is neither pcapng nor pcap.</exception>
    public static RecordingReader Open(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var capture = new CaptureStream(input);
        byte[] first = capture.First(sizeof(uint)).ToArray();
        if (first.Length > 0 && PcapReader.IsOne(first))
        {
            return new RecordingReader(input, capture, PcapReader.Read(capture, first));
        }

        if (first.Length > 0 && PcapngReader.IsOne(first))
        {
            var reader = new PcapngReader(capture);
            if (reader.Begin())
            {
                return new RecordingReader(input, capture, reader.Read())
                {
                    IsOurs = reader.Application?.StartsWith(
                        "Doorway", StringComparison.Ordinal) == true,
                };
            }
        }

        input.Dispose();
        throw new InvalidDataException(
            "this is no recording: neither of the pcapng nor of the pcap format");
    }

    /// <summary>
    /// The events in the order in which they were recorded, to be read once. Where a file is cut or
    /// damaged, a notice is the last of them. Nothing in a file makes it fail.
    /// </summary>
    /// <exception cref="IOException">It can't be read any more.</exception>
    public IEnumerable<WatchEvent> Read()
    {
        DateTime last = DateTime.UnixEpoch;
        foreach (WatchEvent one in _events)
        {
            last = one.Time > last ? one.Time : last;
            yield return one is NoticeEvent { Number: 0 } && one.Time == default
                ? one with { Time = last } : one;
        }

        if (_capture.IsCut)
        {
            NoticeEvent cut = Notice(
                "the recording ends in the middle of an entry; it was read up to there");
            yield return cut with { Time = last };
        }
    }

    /// <summary>A notice about the file; its time is filled in later.</summary>
    internal static NoticeEvent Notice(string words) => new() { Words = words };

    /// <summary>A frame of which nothing else is told.</summary>
    internal static FrameEvent Frame(byte[] bytes, DateTime time, LinkType link, uint length) =>
        Told(new FrameEvent { Bytes = bytes }, bytes, time, link, length);

    /// <summary>A frame of which more is told.</summary>
    internal static FrameEvent Told(
        FrameEvent told, byte[] bytes, DateTime time, LinkType link, uint length) => told with
        {
            Time = time,
            Bytes = bytes,
            OriginalLength = (int)Math.Clamp(length, (uint)bytes.Length, int.MaxValue),
            Link = link,
        };

    /// <summary>Closes the file.</summary>
    public void Dispose() => _input.Dispose();
}
