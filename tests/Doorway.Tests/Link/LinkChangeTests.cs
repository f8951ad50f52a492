namespace Doorway.Tests;

/// <summary>A change of a link, as a line says it.</summary>
public sealed class LinkChangeTests
{
    /// <summary>A line, and each direction after it: before it, 5 % were lost both ways.</summary>
    public static TheoryData<string, string, string> Lines => new()
    {
        { "loss 20%", "loss 20%", "loss 5%" },
        { "  loss \t 20%  ", "loss 20%", "loss 5%" },
        { "to-server: loss 20%", "loss 20%", "loss 5%" },
        { "to-client: loss 20%", "loss 5%", "loss 20%" },
        { "to-client:loss 20%", "loss 5%", "loss 20%" },
        { "both: loss 0.1%", "loss 0.1%", "loss 0.1%" },
        { "both : loss 0.1%", "loss 0.1%", "loss 0.1%" },
        { "loss off", "none", "loss 5%" },
        { "to-client: loss off", "loss 5%", "none" },
        { "both: loss off", "none", "none" },
        { "off", "none", "none" },
        { "to-server: off", "none", "loss 5%" },
        { "preset lossy", "loss 10%", "loss 10%" },
        { "to-client: preset lossy", "loss 5%", "loss 10%" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_changes_the_directions_that_it_names(
        string line, string toServer, string toClient)
    {
        ImpairmentSet before = ImpairmentSet.None.With(new Loss(0.05));
        LinkChange change = LinkChange.Parse(line);
        Assert.Equal(
            (toServer, toClient),
            (change.Apply(Direction.ToServer, before, Transport.Udp).ToString(),
                change.Apply(Direction.ToClient, before, Transport.Udp).ToString()));
    }

    [Theory]
    [InlineData("10%", "loss 10%", "none")]
    [InlineData("to-server:10%", "loss 10%", "none")]
    [InlineData("to-client:10%", "none", "loss 10%")]
    [InlineData("both:10%", "loss 10%", "loss 10%")]
    [InlineData("both:off", "none", "none")]
    public void An_option_takes_the_same_value_and_the_same_directions(
        string value, string toServer, string toClient)
    {
        LinkChange change = LinkChange.Parse(Loss.OfKind, value);
        Assert.Same(Loss.OfKind, change.Kind);
        Assert.Equal(
            (toServer, toClient),
            (change.Apply(Direction.ToServer, ImpairmentSet.None, Transport.Udp).ToString(),
                change.Apply(Direction.ToClient, ImpairmentSet.None, Transport.Udp).ToString()));
    }

    [Theory]
    [InlineData("loss 20%", "to-server: loss 20%")]
    [InlineData("to-client: loss 0.50%", "to-client: loss 0.5%")]
    [InlineData("both: loss off", "both: loss off")]
    [InlineData("off", "both: off")]
    [InlineData("preset lossy", "both: preset lossy")]
    public void Written_out_it_is_a_line_again(string line, string written)
    {
        Assert.Equal(written, LinkChange.Parse(line).ToString());
        Assert.Equal(written, LinkChange.Parse(written).ToString());
    }

    [Theory]
    [InlineData("", "nothing is to be changed; write one of ")]
    [InlineData("both:", "nothing is to be changed; write one of ")]
    [InlineData("lose 5%", "\"lose\" is no impairment; write one of ")]
    [InlineData("LOSS 5%", "\"LOSS\" is no impairment; write one of ")]
    [InlineData("up: loss 5%", "\"up:\" is no direction; write to-server:, to-client: or both:")]
    [InlineData("to-client loss 5%", "\"to-client\" is no impairment")]
    [InlineData("loss", "loss needs a value: loss PERCENT, or loss off")]
    [InlineData("loss 5", "\"5\" is no share from 0% to 100%; write 5%")]
    [InlineData("loss 500%", "\"500%\" is no share from 0% to 100%; write 5%")]
    [InlineData("off loss", "\"loss\" is one too many: off ends every impairment, loss off one of them")]
    [InlineData("preset", "preset needs a name: ")]
    [InlineData("preset 9g", "\"9g\" is no preset; write one of ")]
    public void A_bad_line_says_in_one_line_how_it_is_written(string line, string why)
    {
        var failure = Assert.Throws<FormatException>(() => LinkChange.Parse(line));
        Assert.StartsWith(why, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("loss 5%")]
    [InlineData("both: loss off")]
    public void What_does_nothing_on_the_transport_is_refused(string line)
    {
        var failure = Assert.Throws<FormatException>(() => LinkChange.Parse(line).Apply(
            Direction.ToClient, ImpairmentSet.None, Transport.Tcp));
        Assert.Equal(
            "loss does nothing to streams; it is for udp:// and unixgram:", failure.Message);
    }

    [Fact]
    public void Every_kind_is_known_by_its_name()
    {
        Assert.All(ImpairmentSet.Kinds, kind =>
        {
            LinkChange change = LinkChange.Parse($"both: {kind.Name} off");
            Assert.Same(kind, change.Kind);
            Assert.Equal([Direction.ToServer, Direction.ToClient], change.Directions);
        });
    }

    [Fact]
    public void Any_text_is_a_change_or_a_FormatException()
    {
        var random = new Random(1);
        string[] words = ["loss", "both", ":", "to-client:", "5%", "off", "preset", "\t", " ", "é", "\0"];
        for (int i = 0; i < 10_000; i++)
        {
            string line = string.Concat(random.GetItems(words, random.Next(6)));
            try
            {
                string written = LinkChange.Parse(line).ToString();
                Assert.Equal(written, LinkChange.Parse(written).ToString());
            }
            catch (FormatException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }
    }
}
