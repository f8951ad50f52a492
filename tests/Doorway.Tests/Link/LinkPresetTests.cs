namespace Doorway.Tests;

/// <summary>Impairments of both directions under one name.</summary>
public sealed class LinkPresetTests
{
    [Fact]
    public void There_are_those_that_the_command_offers() =>
        Assert.Equal(
            ["wifi", "3g", "satellite", "lossy", "textbook"],
            LinkPreset.All.Select(preset => preset.Name));

    [Fact]
    public void Each_impairs_datagrams_both_ways_and_says_where_its_numbers_are_from() =>
        Assert.All(LinkPreset.All, preset =>
        {
            Assert.NotEmpty(preset.For(Direction.ToServer, Transport.Udp));
            Assert.NotEmpty(preset.For(Direction.ToClient, Transport.Udp));
            Assert.Matches("illustrative", preset.Help);
            Assert.Same(preset, LinkPreset.Parse(preset.Name));
        });

    [Theory]
    [InlineData("3g", "rate 250kbit, delay 50ms,10ms,normal")]
    [InlineData("satellite", "rate 1mbit, delay 279ms")]
    [InlineData("textbook", "none")]
    public void A_stream_gets_of_it_what_does_something_to_streams(string name, string toServer)
    {
        LinkPreset preset = LinkPreset.Parse(name);
        Assert.Equal(toServer, preset.For(Direction.ToServer, Transport.Tcp).ToString());
        Assert.Equal(toServer, preset.For(Direction.ToServer, Transport.Unix).ToString());
    }

    [Fact]
    public void The_textbook_s_does_what_UDP_does_not_promise_to_leave_undone() =>
        Assert.Equal(
            ["loss", "duplicate", "reorder"],
            LinkPreset.Parse("textbook").For(Direction.ToServer, Transport.Udp)
                .Select(one => one.Kind.Name));
}
