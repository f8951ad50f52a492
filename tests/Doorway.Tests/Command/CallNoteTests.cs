using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Tests.Command;

/// <summary>What is in a journal and no call is shown as it was written, and never counted.
/// </summary>
public sealed class CallNoteTests
{
    static readonly Entry Call = new()
    {
        Call = SocketCall.SendTo,
        Side = Side.Client,
        Transport = Transport.Udp,
        Socket = 1,
    };

    static readonly Entry Fate = new()
    {
        Call = SocketCall.Fate,
        Side = Side.Client,
        Transport = Transport.Udp,
        Argument = "#17 client->server dropped: loss 5%",
    };

    [Fact]
    public void A_fate_and_a_change_are_shown_as_they_were_written()
    {
        Assert.Equal("fate: #17 client->server dropped: loss 5%", CallText.Of(Fate));
        Assert.Equal(
            "change: server->client none",
            CallText.Of(new Entry
            {
                Call = SocketCall.Change,
                Argument = "server->client none",
            }));
    }

    [Fact]
    public void The_table_of_calls_counts_calls_only()
    {
        using var table = new StringWriter();
        CallTable.Write([Call, Fate, Fate], 0, table);

        Assert.Contains("sendto", table.ToString());
        Assert.DoesNotContain("fate", table.ToString());
    }

    [Fact]
    public void The_ladder_has_a_fate_on_the_side_of_the_sender()
    {
        string[] lines = [.. CallLadder.Lines(
            [Call, Fate with { Side = Side.Server }], Color.None)];

        Assert.StartsWith("    sendto", lines[1]);
        Assert.Equal($"{"",48}fate: #17 client->server dropped: loss 5%", lines[2]);
    }
}
