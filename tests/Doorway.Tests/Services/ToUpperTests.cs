using System.Buffers;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class ToUpperTests
{
    [Fact]
    public void The_answer_to_a_datagram_is_its_upper_case()
    {
        byte[] reply = new byte[32];
        var status = ToUpper.Instance.Reply(
            "straße ΐ"u8, reply, out int consumed, out int written, isFinal: true);

        Assert.Equal((OperationStatus.Done, 10), (status, consumed));
        Assert.Equal("STRASSE \u0399\u0308\u0301", Encoding.UTF8.GetString(reply, 0, written));
    }

    [Fact]
    public void A_stream_is_answered_but_for_the_character_that_is_still_arriving()
    {
        byte[] reply = new byte[32];
        var status = ToUpper.Instance.Reply(
            [(byte)'a', 0xE1, 0xBE], reply, out int consumed, out int written, false);

        Assert.Equal((OperationStatus.NeedMoreData, 1, 1), (status, consumed, written));
        Assert.Equal((byte)'A', reply[0]);
    }

    [Fact]
    public void A_full_reply_asks_for_another_call()
    {
        var status = ToUpper.Instance.Reply(
            "ß"u8, new byte[1], out int consumed, out int written, isFinal: true);
        Assert.Equal((OperationStatus.DestinationTooSmall, 0, 0), (status, consumed, written));
    }
}
