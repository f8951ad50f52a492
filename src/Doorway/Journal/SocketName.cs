using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Doorway;

/// <summary>
/// A socket's name as a value: what getsockname(2) and getpeername(2) tell. Internet names
/// (address, port and IPv6 scope) take no allocation; a Unix name keeps its path. IPv4 addresses
/// mapped into IPv6 (<c>::ffff:a.b.c.d</c>) are kept, compared and shown as IPv4.
/// </summary>
public readonly struct SocketName : IEquatable<SocketName>
{
    readonly ulong _high;
    readonly ulong _low;
    readonly string? _path;
    readonly uint _scope;
    readonly ushort _port;
    readonly Kind _kind;

    enum Kind : byte { None, IPv4, IPv6, Unix }

    // sys/socket.h.
    enum LinuxFamily : ushort { Unix = 1, IPv4 = 2, IPv6 = 10 }

    SocketName(Kind kind, ulong high, ulong low, uint scope, int port, string? path)
    {
        _kind = kind;
        _high = high;
        _low = low;
        _scope = scope;
        _port = (ushort)port;
        _path = path;
    }

    /// <summary>
    /// The address family, or <see cref="AddressFamily.Unspecified"/> for no name.
    /// </summary>
    public AddressFamily Family => _kind switch
    {
        Kind.IPv4 => AddressFamily.InterNetwork,
        Kind.IPv6 => AddressFamily.InterNetworkV6,
        Kind.Unix => AddressFamily.Unix,
        _ => AddressFamily.Unspecified,
    };

    /// <summary>The port, 0 for a Unix socket.</summary>
    public int Port => _port;

    /// <summary>
    /// The path of a Unix socket, "" where it has none; an abstract name starts with '@'.
    /// </summary>
    public string Path => _path ?? "";

    /// <summary>Whether an answer can be sent to this name.</summary>
    public bool IsNamed => _kind is Kind.IPv4 or Kind.IPv6 || Path.Length > 0;

    /// <summary>
    /// Whether it lies on the loopback network (127.0.0.0/8 or ::1) or is a Unix socket.
    /// </summary>
    public bool IsLoopback => _kind switch
    {
        Kind.IPv4 => (_low >> 24) == 127,
        Kind.IPv6 => _high == 0 && _low == 1,
        _ => _kind == Kind.Unix,
    };

    /// <summary>Whether it stands for every interface (0.0.0.0 or ::).</summary>
    internal bool IsUnspecified => _kind is Kind.IPv4 or Kind.IPv6 && _high == 0 && _low == 0;

    /// <summary>The name without its port: the source that per-source limits count by.</summary>
    public SocketName WithoutPort => new(_kind, _high, _low, _scope, 0, _path);

    /// <summary>
    /// Whether what comes from the other name may be an answer of this one: the same address and
    /// port, or two loopback addresses and the same port. All of 127.0.0.0/8 is this host, and a
    /// server on every interface that was asked at 127.0.1.1 answers from 127.0.0.1.
    /// </summary>
    public bool IsSameEnd(in SocketName other) =>
        Equals(other)
        || (_kind == Kind.IPv4 && other._kind == Kind.IPv4 && IsLoopback && other.IsLoopback
            && _port == other._port);

    /// <summary>The name that an end point stands for.</summary>
    public static SocketName From(EndPoint? endPoint) => endPoint switch
    {
        IPEndPoint ip => From(ip.Address, ip.Port),
        null => default,
        _ when endPoint.AddressFamily == AddressFamily.Unix => From(endPoint.Serialize()),
        _ => default,
    };

    /// <summary>The name of an Internet address and a port.</summary>
    public static SocketName From(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int count);
        return count == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), port)
            : FromIPv6(bytes, port, (uint)address.ScopeId);
    }

    /// <summary>
    /// The name in a raw socket address (struct sockaddr), without allocating for IP.
    /// </summary>
    public static SocketName From(SocketAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return From(address.Family, address.Buffer.Span[..address.Size]);
    }

    /// <summary>
    /// The name in the bytes of a struct sockaddr, whose family is in the first two (Linux);
    /// without allocating for IP. No bytes are no name: a Unix socket that was not bound.
    /// </summary>
    internal static SocketName From(ReadOnlySpan<byte> raw) => raw.Length < sizeof(ushort)
        ? default
        : (LinuxFamily)MemoryMarshal.Read<ushort>(raw) switch
        {
            LinuxFamily.Unix => From(AddressFamily.Unix, raw),
            LinuxFamily.IPv4 => From(AddressFamily.InterNetwork, raw),
            LinuxFamily.IPv6 => From(AddressFamily.InterNetworkV6, raw),
            _ => default,
        };

    static SocketName From(AddressFamily family, ReadOnlySpan<byte> raw)
    {
        switch (family)
        {
            case AddressFamily.InterNetwork:
                return FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(raw[4..]), ReadPort(raw));
            case AddressFamily.InterNetworkV6:
                return FromIPv6(raw.Slice(8, 16), ReadPort(raw), BitConverter.ToUInt32(raw[24..]));
            case AddressFamily.Unix:
                return new(Kind.Unix, 0, 0, 0, 0, raw.Length > 2 ? UnixPath(raw[2..]) : "");
            default:
                return default;
        }
    }

    static int ReadPort(ReadOnlySpan<byte> raw) => BinaryPrimitives.ReadUInt16BigEndian(raw[2..]);

    static SocketName FromIPv4(uint address, int port) => new(Kind.IPv4, 0, address, 0, port, null);

    static SocketName FromIPv6(ReadOnlySpan<byte> address, int port, uint scope)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(address);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(address[8..]);
        bool mapped = high == 0 && (low >> 32) == 0xFFFF;
        return mapped ? FromIPv4((uint)low, port) : new(Kind.IPv6, high, low, scope, port, null);
    }

    // unix(7): an abstract name starts with a NUL and is not NUL-terminated; a path is.
    static string UnixPath(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return "";
        }

        if (name[0] == 0)
        {
            ReadOnlySpan<byte> abstractName = name[1..].TrimEnd((byte)0);
            return abstractName.IsEmpty ? "" : "@" + Encoding.UTF8.GetString(abstractName);
        }

        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    /// <summary>The family as Linux numbers it in a struct sockaddr.</summary>
    internal ushort RawFamily => (ushort)(_kind switch
    {
        Kind.IPv4 => LinuxFamily.IPv4,
        Kind.IPv6 => LinuxFamily.IPv6,
        Kind.Unix => LinuxFamily.Unix,
        _ => default(LinuxFamily),
    });

    /// <summary>
    /// Writes the name as a struct sockaddr has it behind its family, the first two bytes, which
    /// are left alone.
    /// </summary>
    /// <returns>The length of the struct; 0 for no name.</returns>
    /// <exception cref="ArgumentException">The path does not fit.</exception>
    internal int WriteRaw(Span<byte> raw)
    {
        switch (_kind)
        {
            case Kind.IPv4:
                raw[2..16].Clear();
                BinaryPrimitives.WriteUInt16BigEndian(raw[2..], _port);
                BinaryPrimitives.WriteUInt32BigEndian(raw[4..], (uint)_low);
                return 16;
            case Kind.IPv6:
                raw[2..28].Clear();
                BinaryPrimitives.WriteUInt16BigEndian(raw[2..], _port);
                BinaryPrimitives.WriteUInt64BigEndian(raw[8..], _high);
                BinaryPrimitives.WriteUInt64BigEndian(raw[16..], _low);
                BitConverter.TryWriteBytes(raw[24..], _scope);
                return 28;
            case Kind.Unix:
                return WritePath(raw);
            default:
                return 0;
        }
    }

    int WritePath(Span<byte> raw)
    {
        int end = 2 + Encoding.UTF8.GetBytes(Path, raw[2..]);
        if (Path.StartsWith('@'))
        {
            raw[2] = 0;
            return end;
        }

        raw[end] = 0;
        return end + 1;
    }

    /// <summary>The Internet address, or null for any other name.</summary>
    public IPAddress? IPAddress
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            switch (_kind)
            {
                case Kind.IPv4:
                    return new IPAddress((uint)IPAddress.HostToNetworkOrder((int)_low));
                case Kind.IPv6:
                    BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
                    BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
                    return new IPAddress(bytes, _scope);
                default:
                    return null;
            }
        }
    }

    /// <summary>The Internet address in text, "" for any other name.</summary>
    internal string Host => _kind == Kind.IPv4 ? Quad((int)_low) : IPAddress?.ToString() ?? "";

    // As IPAddress writes it, whose own way the runtime compiles anew at each start.
    static string Quad(int address)
    {
        (int first, int second) = ((address >> 24) & 0xff, (address >> 16) & 0xff);
        (int third, int fourth) = ((address >> 8) & 0xff, address & 0xff);
        return $"{first}.{second}.{third}.{fourth}";
    }

    /// <summary>
    /// As people write it: <c>127.0.0.1:12000</c>, <c>[::1]:12000</c>, a path, or "(unnamed)".
    /// </summary>
    public override string ToString() => _kind switch
    {
        Kind.IPv4 => $"{Host}:{Port}",
        Kind.IPv6 => $"[{Host}]:{Port}",
        Kind.Unix when Path.Length > 0 => Path,
        _ => "(unnamed)",
    };

    /// <inheritdoc/>
    public bool Equals(SocketName other) =>
        _kind == other._kind && _high == other._high && _low == other._low
        && _port == other._port && _scope == other._scope
        && (ReferenceEquals(_path, other._path)
            || string.Equals(_path, other._path, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SocketName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _kind == Kind.Unix
        ? HashCode.Combine(_kind, _path)
        : HashCode.Combine(_high, _low, ((ulong)_scope << 32) | ((uint)_port << 8) | (uint)_kind);

    /// <summary>Whether both names are the same.</summary>
    public static bool operator ==(SocketName left, SocketName right) => left.Equals(right);

    /// <summary>Whether the names differ.</summary>
    public static bool operator !=(SocketName left, SocketName right) => !left.Equals(right);
}
