using Doorway.Check;

namespace Doorway.Tests.Check;

public sealed class NameServerTests
{
    // A query for a.b of this type, class IN, recursion desired.
    static byte[] Query(byte type) =>
        [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 1, (byte)'b', 0, 0, type, 0, 1];

    [Fact]
    public void The_address_of_a_name_is_127_0_0_1()
    {
        byte[] reply = new byte[512];
        int length = NameServer.Reply(Query(1), reply);
        Assert.Equal(21 + 16, length);
        Assert.Equal([0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1], reply[..8]);
        Assert.Equal([127, 0, 0, 1], reply[(length - 4)..length]);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(15)]
    public void Of_anything_else_there_is_none(byte type)
    {
        byte[] reply = new byte[512];
        Assert.Equal(21, NameServer.Reply(Query(type), reply));
        Assert.Equal([0x12, 0x34, 0x85, 0x80, 0, 1, 0, 0], reply[..8]);
    }

    [Fact]
    public void What_is_cut_short_gets_no_answer()
    {
        byte[] whole = Query(1);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Equal(0, NameServer.Reply(whole.AsSpan(0, length), new byte[512]));
        }
    }
}
