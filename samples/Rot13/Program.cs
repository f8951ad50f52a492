// A service of one's own, over TCP and UDP: each letter becomes the one 13 places further on.
// Run it with `dotnet run`, and talk to it with `doorway connect localhost:12000`.
using System.Buffers;
using Doorway;

string[] places = args is [] ? ["tcp://localhost:12000", "udp://localhost:12000"] : args;
await using Server server = await Server.StartAsync(
    new ServerOptions { Addresses = [.. places.Select(Address.Parse)], Service = new Rot13() });
Console.WriteLine($"ready on {string.Join(", ", server.Addresses)}");
Console.Read();

sealed class Rot13 : IService
{
    public OperationStatus Reply(
        ReadOnlySpan<byte> request, Span<byte> reply, out int consumed, out int written, bool isFinal)
    {
        consumed = written = Math.Min(request.Length, reply.Length);
        for (int i = 0; i < written; i++)
        {
            byte letter = (byte)(request[i] | 0x20);
            int step = letter is >= (byte)'a' and <= (byte)'z' ? letter > (byte)'m' ? -13 : 13 : 0;
            reply[i] = (byte)(request[i] + step);
        }

        return consumed == request.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
    }
}
