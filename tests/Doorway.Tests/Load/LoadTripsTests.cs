namespace Doorway.Tests.Load;

public sealed class LoadTripsTests
{
    [Fact]
    public void What_was_sent_together_is_taken_together()
    {
        var trips = new LoadTrips();
        trips.Add(1, 2, 3);
        trips.Add(1, 2, 2);
        trips.Add(1, 3, 1);
        Assert.Equal(6, trips.Count);
        Assert.Equal((1, 2), trips.Oldest);
        Assert.Equal(4, trips.Take(4));
        Assert.Equal(1, trips.Take(4));
        Assert.Equal((1, 3), trips.Oldest);
        Assert.Equal(1, trips.Take(4));
        Assert.Equal(0, trips.Count);
    }

    [Fact]
    public void They_keep_their_order_while_they_grow_and_go_round()
    {
        var trips = new LoadTrips();
        long next = 0;
        long oldest = 0;
        for (int round = 1; round <= 40; round++)
        {
            for (int i = 0; i < round; i++)
            {
                trips.Add(next, next + 1, 1);
                next++;
            }

            for (int i = 0; i < round / 2; i++)
            {
                Assert.Equal((oldest, oldest + 1), trips.Oldest);
                Assert.Equal(1, trips.Take(5));
                oldest++;
            }

            Assert.Equal(next - oldest, trips.Count);
        }
    }
}
