using System.Net;
using System.Net.Sockets;

namespace Doorway.Cli.Serve;

/// <summary>
/// Where the greeting listens: loopback, and the addresses of this machine's own name, for the sheet's
/// client connects to gethostname(), which Debian maps to 127.0.1.1.
/// </summary>
static class GreetingAddresses
{
    /// <summary>The addresses, each once.</summary>
    public static async Task<IReadOnlyList<Address>> FindAsync(
        Action<string> say, Journal? journal, CancellationToken cancellation)
    {
        Address loopback = Address.Of(Transport.Tcp, "localhost", LabPorts.Greeting);
        var addresses = new List<Address> { loopback };
        string name = Dns.GetHostName();
        journal?.Record(new Entry
        {
            Side = Side.Server,
            Call = SocketCall.GetHostName,
            Transport = Transport.Tcp,
        });
        IReadOnlyList<EndPoint> bound = await loopback.ResolveAsync(AddressFamily.Unspecified, cancellation);
        try
        {
            Address own = Address.Of(Transport.Tcp, name, LabPorts.Greeting);
            foreach (EndPoint one in await own.ResolveAsync(AddressFamily.Unspecified, cancellation))
            {
                if (!bound.Contains(one))
                {
                    addresses.Add(Address.FromEndPoint(Transport.Tcp, one));
                }
            }
        }
        catch (Exception failure) when (
            failure is AddressResolutionException or AddressFormatException)
        {
            say($"this machine's name \"{name}\" has no address; only localhost is served");
        }

        return addresses;
    }
}
