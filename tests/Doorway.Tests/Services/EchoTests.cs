using System.Buffers;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class EchoTests
{
    static readonly byte[] Anything = [0x00, 0x61, 0xC3, 0x9F, 0xE1, 0xBE, 0xFF];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bytes_come_back_unchanged_and_none_is_kept_back(bool isFinal)
    {
        byte[] reply = new byte[10];
        var status = Echo.Instance.Reply(
            Anything, reply, out int consumed, out int written, isFinal);

        Assert.Equal((OperationStatus.Done, Anything.Length), (status, consumed));
        Assert.Equal(Anything, reply[..written]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void What_does_not_fit_wants_another_call(int room)
    {
        byte[] reply = new byte[room];
        var status = Echo.Instance.Reply(Anything, reply, out int consumed, out int written, true);

        Assert.Equal(OperationStatus.DestinationTooSmall, status);
        Assert.Equal((room, room), (consumed, written));
        Assert.Equal(Anything[..room], reply);
    }

    [Fact]
    public void Nothing_is_answered_with_nothing()
    {
        var status = Echo.Instance.Reply([], [], out int consumed, out int written, true);
        Assert.Equal((OperationStatus.Done, 0, 0), (status, consumed, written));
    }
}
