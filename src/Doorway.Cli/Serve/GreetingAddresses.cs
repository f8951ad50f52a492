using System.Net;
using System.Net.Sockets;

namespace Doorway.Cli.Serve;

/// <summary>
/// Where the greeting listens: loopback, and the addresses of this machine's own name, for the
/// sheet's client connects to gethostname(), which Debian maps to 127.0.1.1.
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
        IReadOnlyList<EndPoint> bound = await loopback.ResolveAsync(
            AddressFamily.Unspecified, cancellation);
        IReadOnlyList<IPAddress> own = HostAddresses.Of(name);
        if (own.Count == 0)
        {
            say($"this machine's name \"{name}\" has no address; only localhost is served");
        }

        foreach (IPEndPoint one in own.Select(ip => new IPEndPoint(ip, LabPorts.Greeting)))
        {
            if (!bound.Contains(one))
            {
                addresses.Add(Address.FromEndPoint(Transport.Tcp, one));
            }
        }

        return addresses;
    }
}
