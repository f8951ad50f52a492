using System.Net;

namespace Doorway.Watch.Flows;

/// <summary>
/// One end of a flow: an Internet address and port, or a Unix socket by its number, as most of
/// those have no name of their own. IPv4 in IPv6 (<c>::ffff:a.b.c.d</c>) is IPv4.
/// </summary>
readonly record struct End(SocketName Name, int Socket)
{
    /// <summary>Whether anything is known of it.</summary>
    public bool IsKnown => Socket != 0 || Name.Port != 0;

    /// <summary>Whether its address stands for every interface.</summary>
    public bool IsEverywhere => Socket == 0 && Name.IsUnspecified;

    /// <summary>The port; 0 of a Unix socket.</summary>
    public int Port => Name.Port;

    /// <summary>Of a frame.</summary>
    public static End Of(IPEndPoint point) => new(SocketName.From(WithoutScope(point)), 0);

    // A frame tells no scope (RFC 4007), so that nobody else's may count.
    static IPEndPoint WithoutScope(IPEndPoint point) =>
        point.Address is { IsIPv6LinkLocal: true, ScopeId: not 0 } address
            ? new IPEndPoint(new IPAddress(address.GetAddressBytes()), point.Port) : point;

    /// <summary>Whether both may be the same: the ports are, and an address may stand for all.
    /// </summary>
    public bool Suits(End other) =>
        this == other || (Port == other.Port && (IsEverywhere || other.IsEverywhere));

    /// <summary>As people write it; null where it isn't known.</summary>
    public string? Text => Socket != 0 ? $"socket {Socket}" : IsKnown ? Name.ToString() : null;
}

/// <summary>Reads the addresses of calls; the same ones come again and again.</summary>
sealed class EndReader
{
    const int Most = 16_384;

    readonly Dictionary<string, End> _known = [];

    /// <summary>The end that "127.0.0.1:12000" or "[::1]:12000" means; none for other text.
    /// </summary>
    public End Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        if (!_known.TryGetValue(text, out End end))
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            end = text[0] is not ('/' or '@') && IPEndPoint.TryParse(text, out IPEndPoint? point)
                ? End.Of(point) : default;
            _known[text] = end;
        }

        return end;
    }
}
