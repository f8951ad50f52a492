namespace Doorway.Tests.Link;

public sealed class DatagramPipelineTests
{
    const int Count = 100_000;

    static readonly ImpairmentSet Everything = Set(
        "loss 3%", "burst-loss 1%,30%", "corrupt 2%", "duplicate 4%", "rate 20mbit,64k",
        "delay 5ms,2ms,normal,20%", "reorder 5%");

    [Fact]
    public void Nothing_asked_means_nothing_done()
    {
        VirtualLink link = Sent(ImpairmentSet.None);

        Assert.Equal(Enumerable.Range(1, Count), link.Out.Select(one => (int)one.Number));
        Assert.All(link.Fates, fate => Assert.Null(fate.What));
        Assert.Equal(
            new LinkCounts
            {
                Received = Count,
                Forwarded = Count,
                BytesReceived = 16 * Count,
                BytesForwarded = 16 * Count,
            },
            link.Counts);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Loss_is_within_binomial_bounds(double share)
    {
        VirtualLink link = Sent(ImpairmentSet.None.With(new Loss(share)));

        Statistics.IsBinomial(link.Counts.Lost, Count, share);
        Assert.Equal(Count - link.Counts.Lost, link.Out.Count);
        Assert.Equal(link.Counts.Lost, link.Fates.Count(fate => fate.IsDropped));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Duplication_is_within_binomial_bounds(double share)
    {
        VirtualLink link = Sent(ImpairmentSet.None.With(new Duplicate(share)));

        Statistics.IsBinomial(link.Counts.Duplicated, Count, share);
        Assert.Equal(Count + link.Counts.Duplicated, link.Out.Count);
        Assert.Equal(Count, link.Out.Select(one => one.Number).Distinct().Count());
        Assert.Equal(Count, link.Counts.Forwarded);
    }

    [Theory]
    [InlineData("reorder 1%", 0.01)]
    [InlineData("reorder 5%", 0.05)]
    [InlineData("reorder 20%,1", 0.2)]
    [InlineData("reorder 10%,8", 0.1)]
    public void Reordering_is_within_binomial_bounds(string asked, double share)
    {
        VirtualLink link = Sent(Set(asked));

        Statistics.IsBinomial(link.Counts.Reordered, Count, share);
        Assert.Equal(Late(link.Out), link.Counts.Reordered);
        Assert.Equal(Count, link.Out.Count);
    }

    [Fact]
    public void A_datagram_held_back_is_passed_by_as_many_as_its_fate_says()
    {
        VirtualLink link = Sent(Set("reorder 0.1%,5"));
        long[] order = [.. link.Out.Select(one => one.Number)];
        Fate[] held = [.. link.Fates.Where(fate => fate.What is not null)];

        Assert.True(held.Length > 50);
        foreach (Fate fate in held)
        {
            int passed = Array.IndexOf(order, fate.Number) + 1 - (int)fate.Number;
            Assert.Equal($"held until {passed} later passed: reorder 0.1%,5", fate.What);
        }
    }

    [Fact]
    public void A_datagram_that_none_follows_is_held_no_longer_than_the_limit()
    {
        VirtualLink link = new VirtualLink(Set("reorder 100%,3,7ms"))
            .Send(5, TimeSpan.FromMilliseconds(100));

        Assert.Equal([7, 107, 207, 307, 407], link.Out.Select(one => one.Time.TotalMilliseconds));
        Assert.Equal(0, link.Counts.Reordered);
    }

    [Fact]
    public void Only_datagrams_of_the_same_client_pass_one_held_back()
    {
        VirtualLink link = new VirtualLink(Set("reorder 100%,1,50ms"));
        link.Send([1], client: 1);
        link.Change(ImpairmentSet.None);
        link.Send([2], client: 2);
        Assert.Equal(2, Assert.Single(link.Out).Client);

        link.Send([3], client: 1);
        Assert.Equal([2, 3, 1], link.Out.Select(one => (int)one.Bytes[0]));
        Assert.Equal(1, link.Counts.Reordered);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1.0)]
    public void Corruption_changes_one_bit_within_binomial_bounds(double share)
    {
        VirtualLink link = new VirtualLink(ImpairmentSet.None.With(new Corrupt(share)));
        byte[] sent = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        for (int i = 0; i < Count; i++)
        {
            link.Send(sent);
        }

        int[] changed = [.. link.Out.SelectMany(one => ChangedBits(sent, one.Bytes))];
        Statistics.IsBinomial(link.Counts.Corrupted, Count, share);
        Assert.Equal(link.Counts.Corrupted, changed.Length);
        Assert.All(link.Out, one => Assert.True(ChangedBits(sent, one.Bytes).Count() <= 1));
        if (share == 1.0)
        {
            long[] counts = [.. Enumerable.Range(0, 512)
                .Select(bit => (long)changed.Count(one => one == bit))];
            Statistics.IsAsExpected(counts, [.. counts.Select(_ => Count / 512.0)]);
        }
    }

    [Fact]
    public void Empty_datagrams_are_never_corrupted_and_pass()
    {
        VirtualLink link = new VirtualLink(Set("corrupt 100%", "delay 1ms", "duplicate 100%"));
        link.Send([]);
        link.Finish();

        Assert.Equal(2, link.Out.Count);
        Assert.Equal(0, link.Counts.Corrupted);
    }

    [Fact]
    public void The_same_seed_and_order_give_the_same_fates_at_other_times()
    {
        VirtualLink one = Sent(Set("loss 3%", "duplicate 4%", "delay 5ms,2ms,normal,20%"));
        VirtualLink other = new VirtualLink(
            Set("loss 3%", "duplicate 4%", "delay 5ms,2ms,normal,20%"))
            .Send(Count, TimeSpan.FromMicroseconds(3), clients: 9).Finish();

        Assert.Equal(one.Fates.Select(fate => fate.What), other.Fates.Select(fate => fate.What));
    }

    [Fact]
    public void Another_seed_and_the_other_direction_give_other_fates()
    {
        ImpairmentSet set = Set("loss 50%");
        string?[] fates = Whats(new VirtualLink(set));

        Assert.NotEqual(fates, Whats(new VirtualLink(set, seed: 8)));
        Assert.NotEqual(fates, Whats(new VirtualLink(set, direction: Direction.ToClient)));

        static string?[] Whats(VirtualLink link) =>
            [.. link.Send(100, TimeSpan.Zero).Fates.Select(fate => fate.What)];
    }

    [Fact]
    public void A_change_of_one_impairment_leaves_the_decisions_of_the_others()
    {
        VirtualLink plain = new VirtualLink(Everything);
        plain.Send(20_000, TimeSpan.FromMicroseconds(50));
        VirtualLink changed = new VirtualLink(Everything);
        changed.Send(7_000, TimeSpan.FromMicroseconds(50));
        changed.Change(Everything.With(new Loss(0)));
        changed.Send(13_000, TimeSpan.FromMicroseconds(50));

        foreach (string name in (string[])["corrupt", "duplicate", "delay", "reorder"])
        {
            // On what was dropped the others didn't act.
            (Fate First, Fate Second)[] pairs = [.. plain.Fates.Zip(changed.Fates)
                .Where(pair => !pair.First.IsDropped && !pair.Second.IsDropped)];
            Assert.True(pairs.Length > 15_000);
            Assert.All(pairs, pair => Assert.Equal(
                Part(pair.First.What, name), Part(pair.Second.What, name)));
        }
    }

    [Fact]
    public void Every_datagram_is_counted_once_at_any_time()
    {
        var link = new VirtualLink(Everything);
        for (int i = 0; i < 200; i++)
        {
            link.Send(100, TimeSpan.FromMicroseconds(i), length: 100, clients: 3);
            LinkCounts now = link.Counts;
            Assert.Equal(
                now.Received,
                now.Forwarded + now.Lost + now.DroppedByQueue + now.NotSent + now.Waiting);
        }

        Assert.True(link.Counts.DroppedByQueue > 0 && link.Counts.Waiting > 0);
        LinkCounts end = link.Finish().Counts;
        Assert.Equal(0, end.Waiting);
        Assert.Equal(end.Received, end.Forwarded + end.Lost + end.DroppedByQueue);
        Assert.Equal(end.Forwarded + end.Duplicated, link.Out.Count);
        Assert.Equal(end.BytesForwarded, link.Out.Sum(one => one.Bytes.Length));
        Assert.Equal(end.Lost + end.DroppedByQueue, link.Fates.Count(fate => fate.IsDropped));
    }

    [Fact]
    public void A_fate_says_what_was_done_and_why()
    {
        VirtualLink link = new VirtualLink(Set("duplicate 100%", "delay 5ms", "reorder 100%,1"))
            .Send(1, TimeSpan.Zero);

        Assert.Equal(
            "#1 client->server sent twice: duplicate 100%, delayed 5ms: delay 5ms, "
            + "copy delayed 5ms, held until 1 later passed: reorder 100%,1",
            link.Fates[0].ToString());
    }

    static ImpairmentSet Set(params string[] asked) =>
        asked.Aggregate(ImpairmentSet.None, (set, one) =>
        {
            string[] parts = one.Split(' ');
            return set.With(ImpairmentSet.Kinds.Single(kind => kind.Name == parts[0])
                .Parse(parts[1]));
        });

    static VirtualLink Sent(ImpairmentSet set) =>
        new VirtualLink(set).Send(Count, TimeSpan.FromMicroseconds(100)).Finish();

    static string? Part(string? what, string name) =>
        what?.Split(", ").FirstOrDefault(
            part => part.Contains($": {name} ", StringComparison.Ordinal));

    static IEnumerable<int> ChangedBits(byte[] sent, byte[] got) =>
        Enumerable.Range(0, sent.Length * 8)
            .Where(bit => ((sent[bit / 8] ^ got[bit / 8]) >> (bit % 8) & 1) == 1);

    // RFC 4737 4.2.2: late is what comes after a later one. Of one client.
    static long Late(IEnumerable<Departure> departures)
    {
        long highest = 0;
        long late = 0;
        foreach (Departure one in departures)
        {
            late += one.Number < highest ? 1 : 0;
            highest = Math.Max(highest, one.Number);
        }

        return late;
    }
}
