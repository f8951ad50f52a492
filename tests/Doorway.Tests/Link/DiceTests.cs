namespace Doorway.Tests.Link;

public sealed class DiceTests
{
    const int Draws = 100_000;

    [Theory]
    [InlineData(0ul)]
    [InlineData(7ul)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_are_evenly_distributed(ulong seed)
    {
        const int Cells = 256;
        long[] counts = new long[Cells];
        double[] drawn = DrawsOf(new Dice(seed, Direction.ToServer, "loss"));
        foreach (double value in drawn)
        {
            counts[(int)(value * Cells)]++;
        }

        double[] expected = [.. Enumerable.Repeat((double)Draws / Cells, Cells)];
        Statistics.IsAsExpected(counts, expected);
        Statistics.IsDistributed(drawn, value => value);
    }

    [Fact]
    public void Pairs_of_one_message_and_the_next_are_evenly_distributed()
    {
        const int Side = 32;
        long[] counts = new long[Side * Side];
        double[] drawn = DrawsOf(new Dice(7, Direction.ToServer, "loss"));
        for (int i = 1; i < drawn.Length; i++)
        {
            counts[((int)(drawn[i - 1] * Side) * Side) + (int)(drawn[i] * Side)]++;
        }

        double[] expected = [.. Enumerable.Repeat((Draws - 1.0) / counts.Length, counts.Length)];
        Statistics.IsAsExpected(counts, expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(64)]
    public void No_message_tells_of_a_later_one(int lag)
    {
        double[] drawn = DrawsOf(new Dice(7, Direction.ToServer, "loss"));

        IsNoCorrelation(Statistics.Correlation(drawn, lag));
    }

    [Fact]
    public void Seeds_directions_impairments_and_draws_tell_nothing_of_one_another()
    {
        Dice[] dice =
        [
            new(7, Direction.ToServer, "loss"), new(8, Direction.ToServer, "loss"),
            new(7, Direction.ToClient, "loss"), new(7, Direction.ToServer, "delay"),
        ];
        double[][] drawn =
        [
            .. dice.Select(one => DrawsOf(one)),
            DrawsOf(dice[0], draw: 1),
            DrawsOf(dice[0], draw: 2),
        ];
        for (int i = 0; i < drawn.Length; i++)
        {
            for (int k = i + 1; k < drawn.Length; k++)
            {
                IsNoCorrelation(Between(drawn[i], drawn[k]));
            }
        }
    }

    // The correlation of independent numbers has the standard deviation 1 / sqrt(n).
    static void IsNoCorrelation(double correlation) =>
        Assert.InRange(correlation, -4 / Math.Sqrt(Draws), 4 / Math.Sqrt(Draws));

    static double Between(double[] one, double[] other) =>
        one.Zip(other, (x, y) => (x - 0.5) * (y - 0.5)).Average() * 12;

    static double[] DrawsOf(Dice dice, int draw = 0) =>
        [.. Enumerable.Range(1, Draws).Select(number => dice.Uniform(number, draw))];
}
