using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// The answers to a batch of datagrams, gathered into runs. A run is what one message of sendmmsg
/// sends: one answer; or with UDP_SEGMENT several to one peer, of which the kernel makes datagrams
/// of one size, the last perhaps shorter. Answers to a peer stay in order: only the newest of its
/// runs grows, and runs are sent from the oldest.
/// </summary>
sealed unsafe class DatagramBatchAnswers : IDisposable
{
    /// <summary>The most runs, and so messages of one sendmmsg.</summary>
    public const int MaxRuns = 64;

    // UDP_MAX_SEGMENTS is 64 (128 since Linux 6.9). Together they may have the length of one IP
    // packet, 65,535 bytes, less the headers.
    const int MaxSegments = 64;
    const int MaxBytes = 65_535 - 48;
    const int MaxAnswers = 1_024;
    const int Buckets = 256;

    readonly int _roomForOne;
    readonly int _size;
    readonly byte* _data;
    readonly byte* _control;
    readonly IOVector* _vectors;
    readonly BatchedMessage* _messages;
    readonly Answer[] _answers = new Answer[MaxAnswers];
    readonly Run[] _runs = new Run[MaxRuns];

    // The newest run of a peer: index + 1, by the hash of the peer. A collision costs merging, not
    // order.
    readonly byte[] _newest = new byte[Buckets];
    byte[]? _joined;
    int _used;

    /// <summary>Room for answers.</summary>
    /// <param name="roomForOne">The most bytes that an answer may need.</param>
    /// <param name="size">How many bytes there are for all; at least as many.</param>
    public DatagramBatchAnswers(int roomForOne, int size)
    {
        _roomForOne = roomForOne;
        _size = size;
        _data = AlignedMemory.Allocate<byte>(size);
        _control = AlignedMemory.Allocate<byte>(MaxRuns * ControlMessages.Space);
        _vectors = AlignedMemory.Allocate<IOVector>(MaxAnswers);
        _messages = AlignedMemory.Allocate<BatchedMessage>(MaxRuns);
    }

    /// <summary>
    /// The largest answer that may be merged with others; 0 merges none. The kernel may want less
    /// than the most: a segment must fit the way's largest packet (MTU) unfragmented.
    /// </summary>
    public int LargestSegment { get; set; }

    /// <summary>How many answers there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many runs they make.</summary>
    public int RunCount { get; private set; }

    /// <summary>Whether there is no room for one more answer.</summary>
    public bool IsFull =>
        Count == MaxAnswers || RunCount == MaxRuns || _size - _used < _roomForOne;

    /// <summary>Room for the next answer.</summary>
    public Span<byte> Room => new(_data + _used, _roomForOne);

    /// <summary>Adds what was written into <see cref="Room"/>.</summary>
    public void Add(int length, in Recipient to)
    {
        int answer = Count++;
        _answers[answer] = new Answer { At = _used, Length = length, Next = -1 };
        _used += length;
        ref byte newest = ref _newest[to.Hash & (Buckets - 1)];
        if (newest > 0 && Takes(ref _runs[newest - 1], length, to))
        {
            ref Run run = ref _runs[newest - 1];
            _answers[run.Last].Next = answer;
            run.Last = answer;
            run.Count++;
            run.Bytes += length;
            return;
        }

        _runs[RunCount++] = new Run
        {
            To = to,
            First = answer,
            Last = answer,
            Count = 1,
            Bytes = length,
            Segment = length,
        };
        newest = (byte)RunCount;
    }

    // The last answer of a run may be shorter than the others, and then it is the last.
    bool Takes(ref Run run, int length, in Recipient to) =>
        length > 0 && length <= run.Segment && run.Segment <= LargestSegment
        && _answers[run.Last].Length == run.Segment
        && run.Count < MaxSegments && run.Bytes + length <= MaxBytes
        && run.To.IsSame(to);

    /// <summary>Makes messages of the runs.</summary>
    public BatchedMessage* Compose()
    {
        IOVector* vector = _vectors;
        for (int i = 0; i < RunCount; i++)
        {
            ref Run run = ref _runs[i];
            IOVector* first = vector;
            vector = Gather(run.First, vector);
            _messages[i].Header = Message(i, run.Count > 1 ? run.Segment : 0, first, vector);
        }

        return _messages;
    }

    // Answers that lie one behind the other are one piece of memory.
    IOVector* Gather(int answer, IOVector* vector)
    {
        byte* end = null;
        for (; answer >= 0; answer = _answers[answer].Next)
        {
            ref Answer one = ref _answers[answer];
            byte* at = _data + one.At;
            if (at == end)
            {
                vector[-1].Length += one.Length;
            }
            else
            {
                *vector++ = new IOVector { Base = at, Length = one.Length };
            }

            end = at + one.Length;
        }

        return vector;
    }

    MessageHeader Message(int run, int segment, IOVector* first, IOVector* end)
    {
        var message = new MessageHeader { Vectors = first, VectorCount = (nint)(end - first) };
        _runs[run].To.Address(ref message, _control + (run * ControlMessages.Space), segment);
        return message;
    }

    /// <summary>The message of one answer alone, where its run was refused.</summary>
    public BatchedMessage* ComposeOne(int run, int answer)
    {
        // The first vector was an earlier run's, or this one's own.
        _vectors[0] = new IOVector { Base = _data + _answers[answer].At, Length = Length(answer) };
        _messages[run].Header = Message(run, 0, _vectors, _vectors + 1);
        return _messages + run;
    }

    /// <summary>How many answers the run has, and the size of all but the last.</summary>
    public (int Count, int Segment) Shape(int run) => (_runs[run].Count, _runs[run].Segment);

    /// <summary>The run's first answer.</summary>
    public int First(int run) => _runs[run].First;

    /// <summary>The answer after it in its run; -1 after the last.</summary>
    public int Next(int answer) => _answers[answer].Next;

    /// <summary>The answer's length.</summary>
    public int Length(int answer) => _answers[answer].Length;

    /// <summary>The answer itself.</summary>
    public ReadOnlySpan<byte> Bytes(int answer) =>
        new(_data + _answers[answer].At, _answers[answer].Length);

    /// <summary>
    /// All answers of the run, one behind the other; valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Whole(int run)
    {
        ref Run whole = ref _runs[run];
        ref Answer last = ref _answers[whole.Last];
        int first = _answers[whole.First].At;
        if (last.At + last.Length - first == whole.Bytes)
        {
            return new(_data + first, whole.Bytes);
        }

        byte[] joined = _joined ??= new byte[MaxBytes];
        int at = 0;
        for (int answer = whole.First; answer >= 0; answer = Next(answer))
        {
            Bytes(answer).CopyTo(joined.AsSpan(at));
            at += Length(answer);
        }

        return joined.AsSpan(0, at);
    }

    /// <summary>Whom the run goes to.</summary>
    public ref readonly SocketName Peer(int run) => ref _runs[run].To.Peer;

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        for (int i = 0; i < RunCount; i++)
        {
            _newest[_runs[i].To.Hash & (Buckets - 1)] = 0;
        }

        Count = 0;
        RunCount = 0;
        _used = 0;
    }

    public void Dispose()
    {
        AlignedMemory.Free(_data);
        AlignedMemory.Free(_control);
        AlignedMemory.Free(_vectors);
        AlignedMemory.Free(_messages);
    }

    struct Answer
    {
        public int At;
        public int Length;
        public int Next;
    }

    struct Run
    {
        public Recipient To;
        public int First;
        public int Last;
        public int Count;
        public int Bytes;
        public int Segment;
    }
}
