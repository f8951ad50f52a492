using System.Buffers;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Bytes to send, and what ToUpper makes of them when it gets them in one piece.</summary>
static class Samples
{
    /// <summary>One, two, three and four byte characters; some grow, some become several.</summary>
    public const string Characters = "aé\u00DF\u0149\uFB03\u0390\u4E2Dя\U00010428z";

    /// <summary>Letters of many scripts, NULs, and sequences that are not UTF-8.</summary>
    public static byte[] Mixed(int seed, int count)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[count];
        byte[] characters = Encoding.UTF8.GetBytes(Characters);
        for (int i = 0; i < count; i++)
        {
            int kind = random.Next(10);
            if (kind < 6)
            {
                bytes[i] = (byte)random.Next('a', 'z' + 1);
            }
            else if (kind < 9)
            {
                int room = Math.Min(characters.Length, count - i);
                characters.AsSpan(0, room).CopyTo(bytes.AsSpan(i));
                i += room - 1;
            }
            else
            {
                bytes[i] = (byte)random.Next(256);
            }
        }

        return bytes;
    }

    public static byte[] Upper(ReadOnlySpan<byte> bytes)
    {
        byte[] reply = new byte[(bytes.Length * 3) + 16];
        OperationStatus status = ToUpper.Instance.Reply(
            bytes, reply, out int consumed, out int written, isFinal: true);
        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(bytes.Length, consumed);
        return reply[..written];
    }
}
