using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Link;

/// <summary>
/// What a link does to one direction of a stream, in a time of its own: no socket, no clock.
/// </summary>
public sealed class StreamPathTests
{
    static readonly Config Runs =
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    /// <summary>What leaves a path, and when.</summary>
    sealed class Course(params Impairment[] impairments)
    {
        readonly StreamLane _lane = LaneOf(7, impairments);

        public List<(long At, byte[] Bytes)> Writes { get; } = [];

        public List<StepKind> Ends { get; } = [];

        public long Now { get; private set; } = Stopwatch.Frequency;

        public byte[] Output => [.. Writes.SelectMany(write => write.Bytes)];

        public int[] Lengths => [.. Writes.Select(write => write.Bytes.Length)];

        public StreamPath Path => field ??= new StreamPath(_lane, 1);

        static StreamLane LaneOf(ulong seed, Impairment[] impairments)
        {
            var options = new LinkOptions
            {
                Listen = Address.Of(Transport.Tcp, "127.0.0.1", 0),
                Target = Address.Of(Transport.Tcp, "127.0.0.1", 1),
            };
            return new StreamLane(
                Direction.ToServer, seed, SetOf(impairments), new LinkNotes(options));
        }

        static ImpairmentSet SetOf(Impairment[] impairments) =>
            impairments.Aggregate(ImpairmentSet.None, (set, one) => set.With(one));

        public void Change(params Impairment[] others) =>
            _lane.Asked = new StreamAsked(SetOf(others));

        public Judgement Put(ReadOnlySpan<byte> piece)
        {
            Judgement judgement = Path.Take(piece, Now, isTold: true);
            Settle();
            return judgement;
        }

        public void End(PartKind kind)
        {
            Path.End(kind, Now);
            Settle();
        }

        // All that can be done now; returns when to go on, null for never.
        long? Settle()
        {
            while (true)
            {
                Step step = Path.Next(Now, otherEnded: false);
                switch (step.Kind)
                {
                    case StepKind.Send:
                        Writes.Add((Now, step.Bytes.ToArray()));
                        Path.Sent(step.Bytes.Length, Now);
                        break;
                    case StepKind.Wait:
                        Assert.True(step.At > Now, "It is to wait for what has been.");
                        return step.At;
                    case StepKind.Idle or StepKind.Withhold:
                        return null;
                    default:
                        Ends.Add(step.Kind);
                        break;
                }
            }
        }

        /// <summary>Lets time go by until nothing waits, or for so long.</summary>
        public void Run(TimeSpan atMost)
        {
            long end = Now + Ticks.Of(atMost);
            while (Settle() is { } next && next <= end)
            {
                Now = next;
            }

            Now = end;
            Settle();
        }
    }

    static double Seconds(long ticks) => ticks / (double)Stopwatch.Frequency;

    static byte[] Some(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    static Gen<Impairment[]> Impairments =>
        from bits in Gen.Choose(0, 31)
        from most in Gen.Choose(1, 50)
        from milliseconds in Gen.Choose(0, 30)
        let time = TimeSpan.FromMilliseconds(milliseconds)
        select new Impairment?[]
        {
            (bits & 1) == 0 ? null : new Slice(1, most, time),
            (bits & 2) == 0 ? null : new Delay(time, time / 2, DelayShape.Normal),
            (bits & 4) == 0 ? null : new RateLimit(80_000 * most),
            (bits & 8) == 0 ? null : new Stall(time, 100 * most),
            (bits & 16) == 0 ? null : new Stall(time, Share: 0.2),
        }.OfType<Impairment>().ToArray();

    [Fact]
    public void The_same_bytes_come_out_in_order_whatever_delays_them() =>
        FsCheck.Check.One(Runs, Prop.ForAll(
            Arb.From(Impairments), Arb.From(Gen.ArrayOf(Gen.Choose(1, 900))),
            (impairments, cuts) =>
            {
                var course = new Course(impairments);
                byte[] stream = Some(cuts.Sum());
                int at = 0;
                foreach (int cut in cuts)
                {
                    course.Put(stream.AsSpan(at, cut));
                    at += cut;
                    course.Run(TimeSpan.FromMilliseconds(cut % 7));
                }

                course.End(PartKind.Finish);
                course.Run(TimeSpan.FromHours(2));
                return course.Output.AsSpan().SequenceEqual(stream)
                    && course.Ends is [StepKind.Finish] && course.Path.Waiting == 0
                    && course.Path.Queued == 0 && course.Path.Parts == 0;
            }));

    [Fact]
    public void Slices_have_the_lengths_that_were_asked_for()
    {
        var course = new Course(new Slice(2, 5));
        course.Put(Some(3_000));
        course.Run(TimeSpan.FromMinutes(1));
        Assert.Equal([2, 3, 4, 5], course.Lengths[..^1].Distinct().Order());
        for (int i = 1; i < course.Writes.Count; i++)
        {
            Assert.InRange(Seconds(course.Writes[i].At - course.Writes[i - 1].At), 0.00099, 0.0011);
        }
    }

    [Fact]
    public void Slices_are_cut_at_the_same_bytes_however_the_stream_came_in()
    {
        byte[] stream = Some(2_000);
        var whole = new Course(new Slice(1, 9));
        whole.Put(stream);
        whole.Run(TimeSpan.FromMinutes(1));
        var pieces = new Course(new Slice(1, 9));
        for (int at = 0; at < stream.Length; at += 125)
        {
            pieces.Put(stream.AsSpan(at, 125));
            pieces.Run(TimeSpan.FromSeconds(1));
        }

        HashSet<int> cuts = Cuts(pieces);
        Assert.Subset(cuts, Cuts(whole));
        cuts.ExceptWith(Cuts(whole));
        Assert.All(cuts, cut => Assert.Equal(0, cut % 125));

        static HashSet<int> Cuts(Course course)
        {
            int at = 0;
            return [.. course.Lengths.Select(length => at += length)];
        }
    }

    [Fact]
    public void A_stall_stops_the_stream_before_its_byte_and_for_its_time()
    {
        var course = new Course(new Stall(TimeSpan.FromSeconds(2), After: 1_000));
        course.Put(Some(600));
        course.Put(Some(600));
        Assert.Equal([600, 400], course.Lengths);
        course.Run(TimeSpan.FromSeconds(10));
        course.Put(Some(600));
        Assert.Equal([600, 400, 200, 600], course.Lengths);
        Assert.Equal(2, Seconds(course.Writes[2].At - course.Writes[1].At), 3);
    }

    [Fact]
    public void Taking_a_stall_away_lets_the_stream_go_on()
    {
        var course = new Course(new Stall(TimeSpan.FromHours(1)));
        course.Put(Some(10));
        course.Run(TimeSpan.FromSeconds(1));
        Assert.Empty(course.Writes);
        course.Change();
        course.Run(TimeSpan.Zero);
        Assert.Equal([10], course.Lengths);
    }

    [Fact]
    public void What_is_asked_later_counts_from_there()
    {
        var course = new Course();
        course.Put(Some(500));
        course.Change(new Reset(100));
        course.Put(Some(60));
        Assert.Empty(course.Ends);
        course.Put(Some(60));
        Assert.Equal([500, 60, 40], course.Lengths);
        Assert.Equal([StepKind.Reset], course.Ends);
    }

    [Fact]
    public void A_reset_comes_after_its_byte_and_nothing_after_it()
    {
        var course = new Course(new Reset(1_000));
        Assert.Null(course.Put(Some(600)).What);
        Assert.Equal("reset after 400 bytes: reset 1000", course.Put(Some(600)).What);
        Judgement late = course.Put(Some(600));
        Assert.Equal((0, "dropped: reset 1000"), (late.Passes, late.What));
        course.End(PartKind.Finish);
        Assert.Equal([600, 400], course.Lengths);
        Assert.Equal([StepKind.Reset], course.Ends);
    }

    [Fact]
    public void Chance_says_the_same_of_the_same_bytes()
    {
        List<string?> first = Fates();
        Assert.Equal(first, Fates());

        // Three deviations of a binomial distribution are 49.
        Assert.InRange(first.Count(fate => fate is not null), 250, 350);

        static List<string?> Fates()
        {
            var course = new Course(new Stall(TimeSpan.FromTicks(1), Share: 0.1));
            return [.. Enumerable.Range(0, 3_000).Select(_ => course.Put(Some(10)).What)];
        }
    }

    [Fact]
    public void Delays_keep_the_order()
    {
        var delay = new Delay(
            TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(40));
        var course = new Course(delay);
        var put = new List<long>();
        for (byte i = 0; i < 200; i++)
        {
            put.Add(course.Now);
            course.Put([i]);
            course.Run(TimeSpan.FromMilliseconds(1));
        }

        course.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(200, course.Writes.Count);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (byte)i), course.Output);
        Assert.All(
            course.Writes.Zip(put),
            pair => Assert.InRange(Seconds(pair.First.At - pair.Second), 0.0099, 0.0911));
    }

    [Theory, InlineData(8_000), InlineData(1_000_000), InlineData(1_000_000_000)]
    public void The_rate_holds_in_the_long_run(long bitsPerSecond)
    {
        var course = new Course(new RateLimit(bitsPerSecond));
        int bytes = (int)(bitsPerSecond / 8 * 2);
        long began = course.Now;
        course.Put(new byte[bytes]);
        course.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(bytes, course.Output.Length);
        Assert.Equal(2, Seconds(course.Writes[^1].At - began), 4);
    }

    [Fact]
    public void The_rate_holds_though_every_timer_is_late()
    {
        var course = new Course(new RateLimit(1_000_000));
        long began = course.Now;
        course.Put(new byte[250_000]);
        while (course.Path.Waiting > 0)
        {
            course.Run(TimeSpan.FromMilliseconds(5.3));
        }

        Assert.Equal(2, Seconds(course.Writes[^1].At - began), 0.03);
    }

    [Fact]
    public void A_swallowed_half_close_passes_once_it_is_wanted_again()
    {
        var course = new Course(new NoHalfClose());
        course.Put(Some(10));
        course.End(PartKind.Finish);
        Assert.Equal([10], course.Lengths);
        Assert.Empty(course.Ends);
        course.Change();
        course.Run(TimeSpan.Zero);
        Assert.Equal([StepKind.Finish], course.Ends);
    }

    [Fact]
    public void A_failure_passes_a_swallowed_half_close()
    {
        var course = new Course(new NoHalfClose());
        course.End(PartKind.Finish);
        course.End(PartKind.Reset);
        Assert.Equal([StepKind.Finish, StepKind.Reset], course.Ends);
    }
}
