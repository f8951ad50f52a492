using System.Buffers.Binary;
using System.Net;

namespace Doorway.Tests;

/// <summary>What a journal keeps, in which order, and what gives way.</summary>
public sealed class JournalTests
{
    static Entry Call(int result) => new() { Call = SocketCall.Recv, Result = result };

    static void Fill(Journal journal, int from, int to)
    {
        for (int i = from; i <= to; i++)
        {
            journal.Record(Call(i), BitConverter.GetBytes(i));
        }
    }

    [Fact]
    public void Entries_come_back_in_order_with_numbers_and_bytes()
    {
        var journal = new Journal();
        Fill(journal, 1, 1_000);
        IReadOnlyList<Entry> entries = journal.Snapshot();
        Assert.Equal(Enumerable.Range(1, 1_000), entries.Select(entry => entry.Result));
        Assert.Equal(Enumerable.Range(1, 1_000), entries.Select(entry => (int)entry.Number));
        Assert.All(entries, one => Assert.Equal(one.Result, BitConverter.ToInt32(one.Bytes.Span)));
        Assert.Equal(0, journal.Dropped);
        Assert.Equal(1_000, journal.Recorded);
    }

    [Fact]
    public void The_oldest_give_way_and_are_counted()
    {
        var journal = new Journal(capacity: 16);
        Fill(journal, 1, 100);
        Assert.Equal(Enumerable.Range(85, 16), journal.Snapshot().Select(entry => entry.Result));
        Assert.Equal(84, journal.Dropped);
        Assert.Equal(100, journal.Recorded);
    }

    [Fact]
    public void The_capacity_is_rounded_up_to_a_power_of_two()
    {
        var journal = new Journal(capacity: 5);
        Fill(journal, 1, 100);
        Assert.Equal(8, journal.Snapshot().Count);
    }

    [Fact]
    public void A_reader_goes_on_where_it_was()
    {
        var journal = new Journal();
        Fill(journal, 1, 3);
        var entries = new List<Entry>();
        long after = journal.Read(0, entries);
        Assert.Equal(3, after);
        Assert.Equal(3, journal.Read(after, entries));
        Fill(journal, 4, 5);
        Assert.Equal(5, journal.Read(after, entries));
        Assert.Equal([1, 2, 3, 4, 5], entries.Select(entry => entry.Result));
    }

    [Fact]
    public void Bytes_are_cut_at_the_entrys_share()
    {
        var journal = new Journal(bytesPerEntry: 10);
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        journal.Record(Call(100), bytes);
        journal.Record(Call(3), bytes.AsSpan(0, 3));
        journal.Record(Call(0));
        IReadOnlyList<Entry> entries = journal.Snapshot();
        Assert.Equal(bytes[..10], entries[0].Bytes.ToArray());
        Assert.Equal(100, entries[0].Result);
        Assert.Equal(bytes[..3], entries[1].Bytes.ToArray());
        Assert.Equal(0, entries[2].Bytes.Length);
    }

    [Fact]
    public void Bytes_of_old_entries_give_way_before_their_entries()
    {
        var journal = new Journal(capacity: 64, bytesPerEntry: 1_024, byteCapacity: 8_192);
        byte[] bytes = new byte[1_000];
        for (int i = 1; i <= 50; i++)
        {
            bytes.AsSpan().Fill((byte)i);
            journal.Record(Call(i), bytes);
        }

        IReadOnlyList<Entry> entries = journal.Snapshot();
        Assert.Equal(50, entries.Count);
        Assert.All(entries.Take(40), entry => Assert.Equal(0, entry.Bytes.Length));
        Assert.All(entries.TakeLast(5), entry =>
        {
            Assert.Equal(1_000, entry.Bytes.Length);
            Assert.Equal(-1, entry.Bytes.Span.IndexOfAnyExcept((byte)entry.Result));
        });
    }

    [Fact]
    public async Task A_reserved_place_holds_readers_until_it_is_filled_or_abandoned()
    {
        var journal = new Journal();
        Fill(journal, 1, 1);
        Journal.Place second = journal.Reserve();
        Journal.Place third = journal.Reserve();
        Fill(journal, 4, 4);
        var entries = new List<Entry>();
        Assert.Equal(1, journal.Read(0, entries));
        journal.Record(Call(2), place: second);
        Assert.Equal(2, journal.Read(1, entries));
        Task waiting = journal.WaitAsync(4, CancellationToken.None).AsTask();
        journal.Abandon(third);
        Assert.Equal(4, journal.Read(2, entries));
        Assert.Equal([1, 2, 4], entries.Select(entry => entry.Result));
        Assert.Equal([1, 2, 4], entries.Select(entry => (int)entry.Number));
        Assert.Equal(
            entries.Select(entry => entry.Time).Order(), entries.Select(entry => entry.Time));
        Assert.Equal(0, journal.Dropped);
        Fill(journal, 5, 5);
        await waiting.InTime();
    }

    [Fact]
    public void Times_never_go_back_and_waiting_is_told()
    {
        var journal = new Journal();
        DateTime before = DateTime.UtcNow;
        long started = Journal.Now;
        Thread.Sleep(20);
        journal.Record(Call(1), started: started);
        Fill(journal, 2, 500);
        IReadOnlyList<Entry> entries = journal.Snapshot();
        Assert.InRange(entries[0].Waited.TotalMilliseconds, 19, 5_000);
        Assert.All(entries.Skip(1), entry => Assert.Equal(TimeSpan.Zero, entry.Waited));
        Assert.Equal(
            entries.Select(entry => entry.Time).Order(), entries.Select(entry => entry.Time));
        Assert.InRange(
            entries[^1].Time, before.AddMilliseconds(-1), DateTime.UtcNow.AddMilliseconds(1));
        Assert.Equal(DateTimeKind.Utc, entries[0].Time.Kind);
    }

    [Fact]
    public async Task A_waiting_reader_wakes()
    {
        var journal = new Journal();
        for (int i = 1; i <= 200; i++)
        {
            Task waiting = journal.WaitAsync(i - 1, CancellationToken.None).AsTask();
            Task second = journal.WaitAsync(i - 1, CancellationToken.None).AsTask();
            int number = i;
            await Task.Run(() => Fill(journal, number, number));
            await Task.WhenAll(waiting, second).InTime();
        }

        using var impatient = new CancellationTokenSource(10);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => journal.WaitAsync(200, impatient.Token).AsTask());
        await journal.WaitAsync(199, CancellationToken.None).AsTask().InTime();
    }

    [Theory]
    [InlineData(1 << 20, 100_000, 64, 64 << 20)]
    [InlineData(1 << 12, 100_000, 700, 1 << 20)]
    [InlineData(64, 30_000, 500, 4_096)]
    [InlineData(2, 30_000, 40, 128)]
    public async Task Eight_writers_at_once_tear_nothing(
        int capacity, int perWriter, int largest, int byteCapacity)
    {
        var journal = new Journal(capacity, Math.Min(largest, byteCapacity), byteCapacity);
        Task[] writers =
        [
            .. Enumerable.Range(1, 8).Select(writer => Task.Factory.StartNew(
                () => Write(journal, writer, perWriter, largest),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        Task writing = Task.WhenAll(writers);
        long after = 0;
        int[] last = new int[9];
        var entries = new List<Entry>();
        bool ended;
        do
        {
            ended = writing.IsCompleted;
            after = journal.Read(after, entries);
            Check(entries, last);
            entries.Clear();
        }
        while (!ended || after < journal.Recorded);

        await writing.InTime(60);
        Assert.Equal(8L * perWriter, journal.Recorded);
        entries.AddRange(journal.Snapshot());
        Check(entries, new int[9]);
        Assert.Equal(journal.Recorded - entries.Count, journal.Dropped);
    }

    [Fact]
    public async Task A_writer_that_was_overtaken_writes_over_nobodys_bytes()
    {
        // A writer that the scheduler stops while it copies goes on when the ring of bytes has
        // turned.
        var journal = new Journal(capacity: 1_024, bytesPerEntry: 60_000, byteCapacity: 2_000_000);
        Task writing = Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Factory.StartNew(
            () => Write(journal, writer, 10_000, 60_000),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        long whole;
        bool isLast;
        do
        {
            // On a busy machine a snapshot may find all bytes gone; the last one can't.
            isLast = writing.IsCompleted;
            List<Entry> entries = [.. journal.Snapshot()];
            Check(entries, new int[9]);
            whole = entries.Count(entry => !entry.Bytes.IsEmpty);
            await Task.Yield();
        }
        while (!isLast);

        await writing;
        Assert.True(whole > 0, "No bytes were ever read.");
    }

    [Fact]
    public async Task A_reader_never_waits_for_an_entry_that_was_given_up()
    {
        for (int round = 0; round < 200; round++)
        {
            var journal = new Journal(capacity: 8, bytesPerEntry: 4_000, byteCapacity: 100_000);
            await Task.WhenAll(Enumerable.Range(1, 8).Select(writer => Task.Factory.StartNew(
                () => Write(journal, writer, 50, 4_000),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Equal(journal.Recorded, journal.Read(0, []));
        }
    }

    [Fact]
    public void A_merged_message_is_an_entry_for_each_datagram_at_one_place()
    {
        var journal = new Journal(capacity: 4, bytesPerEntry: 5);
        var peer = SocketName.From(IPAddress.Loopback, 9);
        var about = new Subject(Side.Server, Transport.Udp, 7, default, peer);
        byte[] bytes = [.. "aaaaaaaabbbbbbbbcc"u8];
        journal.Write(
            about, new Outcome(SocketCall.RecvFrom, bytes.Length, Segment: 8), bytes, 0,
            journal.Reserve());
        Fill(journal, 2, 2);
        IReadOnlyList<Entry> entries = journal.Snapshot();
        Assert.Equal([1, 1, 1, 2], entries.Select(entry => (int)entry.Number));
        Assert.Equal([8, 8, 2, 2], entries.Select(entry => entry.Result));
        Assert.Equal("aaaaa"u8, entries[0].Bytes.Span);
        Assert.Equal("bbbbb"u8, entries[1].Bytes.Span);
        Assert.Equal("cc"u8, entries[2].Bytes.Span);
        Assert.All(entries.Take(3), entry => Assert.Equal(peer, entry.Peer));
        Fill(journal, 3, 5);
        Assert.Equal(3, journal.Dropped);
    }

    [Fact]
    public void Places_that_were_taken_together_stand_together()
    {
        var journal = new Journal();
        Journal.Place first = journal.ReserveMany(2);
        Fill(journal, 3, 3);
        journal.Record(Call(2), place: first with { Number = first.Number + 1 });
        journal.Record(Call(1), place: first);
        Assert.Equal([1, 2, 3], journal.Snapshot().Select(entry => entry.Result));
    }

    // Everything in an entry tells the same writer and turn; so does every byte.
    static void Write(Journal journal, int writer, int count, int largest)
    {
        byte[] bytes = new byte[largest];
        for (int turn = 1; turn <= count; turn++)
        {
            int size = 8 + (turn * 7919 % (largest - 7));
            bytes.AsSpan(0, size).Fill((byte)((writer * 31) + turn));
            BinaryPrimitives.WriteInt32LittleEndian(bytes, writer);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), turn);
            journal.Record(
                new Entry
                {
                    Socket = writer,
                    Result = turn,
                    Local = SocketName.From(new IPAddress(turn), writer),
                    Argument = turn % 100 == 0 ? writer.ToString() : null,
                },
                bytes.AsSpan(0, size));
        }
    }

    static void Check(List<Entry> entries, int[] last)
    {
        long number = 0;
        foreach (Entry entry in entries)
        {
            int writer = entry.Socket;
            int turn = entry.Result;
            Assert.True(entry.Number > number);
            number = entry.Number;
            Assert.True(turn > last[writer], $"writer {writer}: {turn} after {last[writer]}");
            last[writer] = turn;
            bool whole = entry.Local == SocketName.From(new IPAddress(turn), writer)
                && entry.Argument == (turn % 100 == 0 ? writer.ToString() : null);
            Assert.True(whole, $"torn: {entry}");
            ReadOnlySpan<byte> bytes = entry.Bytes.Span;
            if (!bytes.IsEmpty)
            {
                Assert.Equal(writer, BinaryPrimitives.ReadInt32LittleEndian(bytes));
                Assert.Equal(turn, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
                Assert.Equal(-1, bytes[8..].IndexOfAnyExcept((byte)((writer * 31) + turn)));
            }
        }
    }
}
