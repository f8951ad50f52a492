namespace Doorway.Tests.Link;

public sealed class ImpairmentTests
{
    [Theory]
    [InlineData("loss", "5%")]
    [InlineData("loss", "0.1%")]
    [InlineData("burst-loss", "1%,25%")]
    [InlineData("burst-loss", "1%,25%,90%")]
    [InlineData("burst-loss", "1%,25%,100%,2%")]
    [InlineData("corrupt", "1%")]
    [InlineData("duplicate", "100%")]
    [InlineData("rate", "9.6kbit")]
    [InlineData("rate", "1.5mbit,1500")]
    [InlineData("rate", "1gbit,1m")]
    [InlineData("delay", "50ms")]
    [InlineData("delay", "1.5s,500us")]
    [InlineData("delay", "50ms,10ms,normal")]
    [InlineData("delay", "50ms,10ms,uniform,25%")]
    [InlineData("reorder", "5%")]
    [InlineData("reorder", "5%,8")]
    [InlineData("reorder", "5%,8,20ms")]
    public void A_value_is_read_back_as_it_is_written(string name, string value)
    {
        ImpairmentKind kind = Kind(name);
        Impairment read = kind.Parse(value);

        Assert.Equal(value, read.Value);
        Assert.Equal($"{name} {value}", read.ToString());
        Assert.Equal(read, kind.Parse(read.Value));
        Assert.Same(kind, read.Kind);
    }

    [Theory]
    [InlineData("loss", "5", "write 5%")]
    [InlineData("loss", "101%", "from 0% to 100%")]
    [InlineData("loss", "-1%", "from 0% to 100%")]
    [InlineData("burst-loss", "5%", "ENTER%,LEAVE%")]
    [InlineData("rate", "10", "10mbit")]
    [InlineData("rate", "0mbit", "10mbit")]
    [InlineData("rate", "1mbit,0", "64k")]
    [InlineData("rate", "1mbit,2000m", "64k")]
    [InlineData("delay", "50", "50ms")]
    [InlineData("delay", "2h", "50ms")]
    [InlineData("delay", "2ms,", "TIME[,JITTER")]
    [InlineData("delay", "2ms,1ms,gauss", "uniform, normal, pareto")]
    [InlineData("reorder", "5%,0", "from 1 to 1000")]
    [InlineData("reorder", "5%,3,0s", "write 10ms")]
    public void A_value_that_makes_no_sense_is_refused_with_what_to_write(
        string name, string value, string said)
    {
        var refused = Assert.Throws<FormatException>(() => Kind(name).Parse(value));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impairments_act_in_the_order_of_the_kinds_whatever_the_order_in_which_they_came()
    {
        ImpairmentSet set = ImpairmentSet.None
            .With(new Reorder(0.1)).With(new Loss(0.5)).With(new Corrupt(0.2)).With(new Loss(0.1));

        Assert.Equal("loss 10%, corrupt 20%, reorder 10%", set.ToString());
        Assert.Equal("loss 10%, reorder 10%", set.Without(Corrupt.OfKind).ToString());
    }

    static ImpairmentKind Kind(string name) =>
        ImpairmentSet.Kinds.Single(kind => kind.Name == name);
}
