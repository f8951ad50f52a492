using Doorway.Services;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests;

/// <summary>Whatever the network does to the pieces, the same bytes come out.</summary>
public sealed class SessionPropertyTests
{
    static readonly Config Runs =
        Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);

    // A schedule: how the stream is cut (positive), and when and how much the kernel takes
    // (negative, zero).
    static Gen<int[]> Schedules => Gen.ArrayOf(Gen.Choose(-300, 300));

    static Gen<byte[]> Streams =>
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(0, 3_000)
        select Samples.Mixed(seed, count);

    static byte[] Run(IService service, byte[] stream, int[] schedule, int unsentLimit)
    {
        var session = new ServiceSession(service) { UnsentLimit = unsentLimit };
        var socket = new FakeStreamSocket(session) { Room = 100 };
        session.Open(socket);
        int at = 0;
        foreach (int step in schedule)
        {
            int count = Math.Min(step, stream.Length - at);
            if (step <= 0)
            {
                socket.Room = 0;
                socket.Writable(-step);
            }
            else if (session.WantsToReceive && count > 0)
            {
                session.Received(stream.AsSpan(at, count));
                at += count;
            }
        }

        while (at < stream.Length)
        {
            socket.Writable(1_000);
            int count = Math.Min(700, stream.Length - at);
            if (session.WantsToReceive)
            {
                session.Received(stream.AsSpan(at, count));
                at += count;
            }
        }

        session.PeerFinished();
        socket.Writable(int.MaxValue);
        Assert.Equal(1, socket.Finishes);
        Assert.Equal(1, socket.Closes);
        Assert.Equal(stream.Length, session.BytesReceived);
        Assert.Equal(socket.Taken.Length, session.BytesSent);
        return socket.Taken;
    }

    [Fact]
    public void Upper_case_is_the_same_for_every_schedule_of_splits_and_partial_sends() =>
        FsCheck.Check.One(Runs, Prop.ForAll(
            Arb.From(Streams), Arb.From(Schedules), Arb.From(Gen.Choose(1, 2_000)),
            (stream, schedule, limit) =>
                Samples.Upper(stream).AsSpan().SequenceEqual(
                    Run(ToUpper.Instance, stream, schedule, limit))));

    [Fact]
    public void A_line_service_gets_the_same_lines_for_every_schedule() =>
        FsCheck.Check.One(Runs, Prop.ForAll(
            Arb.From(Streams), Arb.From(Schedules), Arb.From(Gen.Choose(1, 500)),
            (stream, schedule, bite) =>
            {
                byte[] whole = Run(new FakeService(), stream, [], 64 * 1024);
                return whole.AsSpan().SequenceEqual(
                    Run(new FakeService { Lines = true, Bite = bite }, stream, schedule, 1_000));
            }));
}
