using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests;

/// <summary>Reordering, runs of losses, patience: each against a naive model or by hand.</summary>
public sealed class DatagramOrderTests
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    static Gen<int[]> Arrivals =>
        from count in Gen.Choose(0, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        select Some(count, new Random(seed));

    // Some of the numbers, in another order.
    static int[] Some(int count, Random random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        random.Shuffle(all);
        return [.. all.Take(random.Next(count + 1))];
    }

    [Fact]
    public void One_is_reordered_that_comes_after_any_that_was_sent_later() =>
        FsCheck.Check.One(Runs, Prop.ForAll(Arb.From(Arrivals), arrivals =>
        {
            ReorderCount count = default;
            bool[] told = [.. arrivals.Select(number => count.IsReordered(number))];
            bool[] model = [.. arrivals.Select(
                (number, at) => arrivals.Take(at).Any(earlier => earlier > number))];
            return told.SequenceEqual(model);
        }));

    // RFC 4737, section 3.3: a discontinuity alone is no reordering.
    [Theory]
    [InlineData("1 2 3 4", 0)]
    [InlineData("1 3 4 7", 0)]
    [InlineData("1 3 2 4", 1)]
    [InlineData("4 1 2 3", 3)]
    [InlineData("4 3 2 1", 3)]
    public void Of_these_so_many_are_reordered(string arrivals, int expected)
    {
        ReorderCount count = default;
        Assert.Equal(expected, arrivals.Split(' ').Count(
            word => count.IsReordered(int.Parse(word, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Runs_of_losses_are_those_of_the_text() =>
        FsCheck.Check.One(Runs, Prop.ForAll(
            Arb.From(Gen.ArrayOf(Gen.Elements(true, false))), losses =>
            {
                var table = new Dictionary<int, long>();
                var runs = new LossRuns(table);
                Array.ForEach(losses, runs.Add);
                runs.End();
                string text = string.Concat(losses.Select(isLost => isLost ? 'x' : ' '));
                Dictionary<int, long> model = text
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .GroupBy(run => run.Length)
                    .ToDictionary(group => group.Key, group => (long)group.Count());
                return table.Count == model.Count
                    && table.All(pair => model.GetValueOrDefault(pair.Key) == pair.Value);
            }));

    [Fact]
    public void Patience_is_the_round_trip_and_four_variations()
    {
        var patience = new LoadPatience(most: 5_000, second: 1_000);
        Assert.Equal(1_000, patience.Value);

        // RFC 6298, 2.2: SRTT 100, RTTVAR 50; 2.3: RTTVAR 3/4 50 + 1/4 100, SRTT 7/8 100 + 1/8 200.
        patience.Sample(100);
        Assert.Equal(300, patience.Value);
        patience.Sample(200);
        Assert.Equal(362, patience.Value);
    }

    [Fact]
    public void Patience_doubles_in_vain_and_keeps_within_its_bounds()
    {
        var patience = new LoadPatience(most: 300, second: 1_000);
        Assert.Equal(300, patience.Value);
        for (int i = 0; i < 100; i++)
        {
            patience.Sample(1);
        }

        Assert.Equal(10, patience.Value);
        patience.BackOff();
        Assert.Equal(20, patience.Value);
        for (int i = 0; i < 10; i++)
        {
            patience.BackOff();
        }

        Assert.Equal(300, patience.Value);
        patience.Sample(1);
        Assert.Equal(10, patience.Value);
    }

    [Theory]
    [InlineData("0100007F:2EE0", "127.0.0.1", 12000, 7L)]
    [InlineData("00000000:2EE0", "127.0.0.1", 12000, 7L)]
    [InlineData("0100007F:2EE1", "127.0.0.1", 12000, null)]
    [InlineData("0200007F:2EE0", "127.0.0.1", 12000, null)]
    [InlineData("00000000000000000000000001000000:2EE0", "::1", 12000, 7L)]
    [InlineData("00000000000000000000000000000000:2EE0", "::1", 12000, 7L)]
    [InlineData("00000000000000000000000000000000:2EE0", "127.0.0.1", 12000, 7L)]
    [InlineData("0000000000000000FFFF00000100007F:2EE0", "127.0.0.1", 12000, 7L)]
    [InlineData("00000000:2EE0", "::1", 12000, null)]
    public void The_drops_of_a_socket_that_the_target_reaches_are_read(
        string local, string host, int port, long? drops)
    {
        string line = $"  123: {local} 00000000:0000 07 00000000:00000000 00:00000000 00000000  "
            + "   0        0 45678 2 0000000000000000 7";
        Assert.Equal(drops, TargetDrops.Read(line, new IPEndPoint(IPAddress.Parse(host), port)));
    }
}
