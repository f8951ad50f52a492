using System.Globalization;

namespace Doorway;

/// <summary>
/// The names of ports, from the machine's own database (services(5): <c>name port/protocol
/// alias... # comment</c>), with the Internet's eight oldest services built in where it lacks
/// them. Names match in any letter case; lines that can't be read are skipped.
/// </summary>
public sealed class ServiceNames
{
    // The port numbers are IANA's: https://www.iana.org/assignments/service-names-port-numbers
    static readonly (string Name, int Port)[] BuiltIn =
    [
        ("http", 80), ("nntp", 119), ("ftp", 21), ("ftp-data", 20), ("smtp", 25), ("pop3", 110),
        ("imap", 143), ("imap2", 143), ("imap4", 143), ("telnet", 23), ("gopher", 70),
    ];

    readonly Lazy<Tables> _tables;

    internal ServiceNames(string path)
    {
        Source = path;
        _tables = new(() => Read(path));
    }

    /// <summary>
    /// This machine's: <c>/etc/services</c>, or <c>drivers\etc\services</c> in the Windows system
    /// folder. Read once, at the first question.
    /// </summary>
    public static ServiceNames Machine { get; } = new(OperatingSystem.IsWindows()
        ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "services")
        : "/etc/services");

    /// <summary>The file that the names come from.</summary>
    public string Source { get; }

    /// <summary>The port of a service, by its name or an alias.</summary>
    /// <param name="name">The name, in any letter case.</param>
    /// <param name="transport">TCP or UDP; Unix transports have no services.</param>
    /// <param name="port">The port, or 0.</param>
    public bool TryGetPort(string name, Transport transport, out int port)
    {
        port = 0;
        return !transport.IsUnix && _tables.Value[transport].Ports.TryGetValue(name, out port);
    }

    /// <summary>The official name of a port's service, or null when it has none.</summary>
    public string? NameOf(int port, Transport transport) =>
        transport.IsUnix ? null : _tables.Value[transport].Names.GetValueOrDefault(port);

    static Tables Read(string path)
    {
        var tables = new Tables(new Table(), new Table());
        try
        {
            foreach (var line in File.ReadLines(path))
                ReadLine(line, tables);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A small container has no such file: what is built in has to do.
        }

        foreach (var (name, port) in BuiltIn)
            tables.Tcp.Add(name, port);
        return tables;
    }

    static void ReadLine(string line, Tables tables)
    {
        var fields = line.Split('#')[0]
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || fields[1].Split('/') is not [var number, var protocol])
            return;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > Address.MaxPort)
            return;

        var table = protocol switch
        {
            _ when protocol.Equals("tcp", StringComparison.OrdinalIgnoreCase) => tables.Tcp,
            _ when protocol.Equals("udp", StringComparison.OrdinalIgnoreCase) => tables.Udp,
            _ => null,
        };
        table?.Add(fields[0], port);
        foreach (var alias in fields.AsSpan(2))
            table?.Add(alias, port);
    }

    sealed record Tables(Table Tcp, Table Udp)
    {
        internal Table this[Transport transport] => transport == Transport.Tcp ? Tcp : Udp;
    }

    sealed class Table
    {
        internal Dictionary<string, int> Ports { get; } = new(StringComparer.OrdinalIgnoreCase);

        internal Dictionary<int, string> Names { get; } = [];

        /// <summary>
        /// The first line that has a name or a port wins, as it does for getservbyname(3).
        /// </summary>
        internal void Add(string name, int port)
        {
            Ports.TryAdd(name, port);
            Names.TryAdd(port, name);
        }
    }
}
