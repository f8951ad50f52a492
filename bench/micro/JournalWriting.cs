using System.Net;
using BenchmarkDotNet.Attributes;

namespace Doorway.Micro;

/// <summary>What a call costs to write down; a clock's reading beside it, which is in each.</summary>
public class JournalWriting
{
    static readonly SocketName Local = SocketName.From(IPAddress.Loopback, 12_000);
    static readonly SocketName Peer = SocketName.From(IPAddress.Loopback, 33_000);

    readonly Journal _journal = new();
    readonly Subject _about = new(Side.Server, Transport.Tcp, 3, Local, Peer);
    readonly byte[] _message = new byte[64];
    readonly byte[] _segment = new byte[1_400];
    readonly byte[] _merged = new byte[64 * 64];

    // Not set: what an engine does without a journal is to look for one.
    public Journal? Absent { get; set; }

    static Entry Compose(int length) => new()
    {
        Side = Side.Server,
        Call = SocketCall.Recv,
        Transport = Transport.Tcp,
        Socket = 3,
        Local = Local,
        Peer = Peer,
        Result = length,
    };

    [Benchmark(Baseline = true)]
    public long Clock() => Journal.Now;

    [Benchmark]
    public void NoJournal() => Absent?.Record(Compose(64), _message);

    [Benchmark]
    public void Record() => _journal.Record(Compose(64), _message, 1);

    [Benchmark]
    public void RecordWithoutBytes() => _journal.Record(Compose(0));

    [Benchmark]
    public void ReserveAndRecord()
    {
        Journal.Place place = _journal.Reserve();
        _journal.Record(Compose(64), _message, place: place);
    }

    [Benchmark]
    public void ReserveAndAbandon() => _journal.Abandon(_journal.Reserve());

    [Benchmark]
    public void OfOneSocket() => Write(_message, 0);

    [Benchmark]
    public void OfOneSocket1400() => Write(_segment, 0);

    [Benchmark]
    public void Merged64Datagrams() => Write(_merged, 64);

    void Write(byte[] bytes, int segment) => _journal.Write(
        _about, new Outcome(SocketCall.Recv, bytes.Length, Segment: segment), bytes, 1,
        _journal.Reserve());
}
