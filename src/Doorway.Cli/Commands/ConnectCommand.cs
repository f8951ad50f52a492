using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using Doorway.Cli.Client;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Commands;

/// <summary><c>doorway connect ADDRESS</c>: the client.</summary>
sealed class ConnectCommand : Command
{
    const string Examples = """
          doorway connect tcp://localhost:12000                 type lines, see the answers
          printf 'hello\nworld\n' | doorway connect udp://localhost:12000
          doorway connect localhost:23456                       the greeting
          printf 'hello' | doorway connect --no-newline localhost:12000
          doorway connect --crlf mail.example:smtp              speak a service by hand
          doorway connect --calls -v udp://[::1]:12000          see the socket calls
        """;

    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    readonly Argument<Address> _address = new("ADDRESS")
    {
        HelpName = "ADDRESS",
        Description = "tcp://HOST:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH; "
            + "HOST:PORT means tcp",
        CustomParser = result => OptionValues.ParseAddress(result, result.Tokens[0].Value),
    };

    readonly ValueOption<TimeSpan> _timeout = OptionValues.Time(
        "--timeout",
        "UDP: how long an answer may take; "
            + "TCP: how long the peer may be silent after our end of input",
        "1s for UDP, 30s for TCP");

    readonly ValueOption<TimeSpan> _connectTimeout = OptionValues.Time(
        "--connect-timeout", "How long each address of the name may take to connect", "10s");

    readonly ValueOption<int> _retries = OptionValues.Count(
        "--retries", "UDP: how often a line without an answer is sent again", "0", least: 0);

    readonly Option<bool> _crLf = OptionValues.Switch(
        "--crlf", "End lines with CR LF on the wire", "-C");

    readonly Option<bool> _noNewline = OptionValues.Switch(
        "--no-newline", "TCP: send each line without its newline, as the textbook client does");

    readonly Option<bool> _hex = OptionValues.Switch("--hex", "Show what arrives as a hex dump");

    readonly Option<bool> _raw = OptionValues.Switch(
        "--raw",
        "Show what arrives byte for byte, on a terminal too (else control bytes are escaped)");

    readonly Option<bool> _four = OptionValues.Switch("--ipv4", "Use IPv4 only", "-4");

    readonly Option<bool> _six = OptionValues.Switch("--ipv6", "Use IPv6 only", "-6");

    readonly Option<string?> _bind = new("--bind")
    {
        Description = "The local address, HOST or HOST:PORT (a path for Unix sockets)",
        HelpName = "ADDRESS",
    };

    readonly Option<bool> _broadcast = OptionValues.Switch(
        "--broadcast", "UDP: allow sending to broadcast addresses, and show every answer");

    readonly Option<string?> _engine = EngineOption.Create();
    readonly Output _output = new();

    public ConnectCommand()
        : base(
            "connect",
            "Be the client: send what is typed or piped in, show what arrives.\n"
            + "Over TCP the end of input half-closes the connection, and the rest of the answer "
            + "is awaited.\n"
            + "UDP has no connection: each line is one datagram (sendto, never connect) and "
            + "waits for its "
            + "answer, which is taken only from the address that was asked.")
    {
        _address.CompletionSources.Add(OptionValues.Schemes);
        Arguments.Add(_address);
        foreach (Option option in (Option[])
            [_timeout, _connectTimeout, _retries, _crLf, _noNewline, _hex, _raw, _four, _six, _bind,
             _broadcast, _engine])
        {
            Options.Add(option);
        }

        _output.AddTo(this);
        HelpText.Add(this, Examples);
        SetAction(parsed => RunAsync(parsed, CancellationToken.None).GetAwaiter().GetResult());
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Notices notices = _output.Notices(parsed);
        JsonEvents? events = _output.Events(parsed);
        Journal? journal = _output.Journal(parsed);
        ClientOptions options = Compose(parsed, notices, events, journal);
        ClientResult result;
        await using (CallList? list = _output.Print(parsed, journal, notices, events))
        {
            result = await ConverseAsync(options, cancellation);
        }

        bool isDatagram = options.Address.Transport.IsDatagram;
        if (result.Failure is not null && !isDatagram)
        {
            notices.Fail(result.Failure);
        }

        _output.PrintTable(parsed, journal);
        events?.Write("ended", json => Write(json, options.Address, result));
        if (_output.WantsJson(parsed))
        {
            JsonReport.Write(json => Write(json, options.Address, result));
        }

        return result.ExitCode;
    }

    static async Task<ClientResult> ConverseAsync(
        ClientOptions options, CancellationToken cancellation)
    {
        bool isStream = options.Address.Transport.IsStream;
        if (isStream)
        {
            return await new StreamClient(options).RunAsync(cancellation);
        }

        if (options.IsInteractive && options.Address.Transport == Transport.Udp)
        {
            return await new DatagramTalk(options).RunAsync(cancellation);
        }

        await using var client = new DatagramClient(options);
        return await client.RunAsync(cancellation);
    }

    ClientOptions Compose(ParseResult parsed, Notices notices, JsonEvents? events, Journal? journal)
    {
        Address address = parsed.GetValue(_address)!;
        bool isStream = address.Transport.IsStream;
        OptionValues.RequirePeer(address);
        if (parsed.GetValue(_four) && parsed.GetValue(_six))
        {
            throw new UsageException("-4 and -6 exclude each other; leave one out");
        }

        Option? foreign = isStream
            ? Array.Find((Option[])[_retries, _broadcast], option => IsGiven(parsed, option))
            : null;
        if (foreign is not null)
        {
            throw new UsageException(
                $"{foreign.Name} is for datagrams, and {address} is a stream; leave it out or "
                + "connect to udp://");
        }

        ArrivalStyle style = events is not null || _output.WantsJson(parsed) ? ArrivalStyle.None
            : parsed.GetValue(_hex) ? ArrivalStyle.Hex
            : parsed.GetValue(_raw) || Console.IsOutputRedirected ? ArrivalStyle.Raw
            : ArrivalStyle.Screen;
        return new ClientOptions
        {
            Address = address,
            Engine = EngineOption.Get(parsed, _engine),
            Notices = notices,
            Arrivals = new Arrivals(Standard.Output(), style),
            Events = events,
            Input = Standard.Input(),
            IsInteractive = !Console.IsInputRedirected,
            Family = parsed.GetValue(_four) ? AddressFamily.InterNetwork
                : parsed.GetValue(_six) ? AddressFamily.InterNetworkV6 : AddressFamily.Unspecified,
            Bind = ParseBind(parsed.GetValue(_bind), address),
            Broadcast = parsed.GetValue(_broadcast),
            Timeout = (_timeout.Of(parsed) ?? (isStream ? SilenceTimeout : AnswerTimeout))
                .ForTimer(),
            ConnectTimeout = (_connectTimeout.Of(parsed) ?? DefaultConnectTimeout).ForTimer(),
            Retries = _retries.Of(parsed) ?? 0,
            CrLf = parsed.GetValue(_crLf),
            NoNewline = parsed.GetValue(_noNewline),
            Journal = journal,
        };
    }

    static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    // HOST, HOST:PORT or a path, of the transport that is connected to.
    static Address? ParseBind(string? text, Address remote)
    {
        if (text is null)
        {
            return null;
        }

        string scheme = remote.Transport.Scheme();
        string[] forms = remote.Path.Length > 0
            ? [$"{scheme}:{text}"] : [$"{scheme}://{text}", $"{scheme}://{text}:0"];
        AddressFormatException? error = null;
        foreach (string form in forms)
        {
            if (Address.TryParse(form, out Address? address, out error))
            {
                return address;
            }
        }

        throw new UsageException($"--bind {text}: {error!.Message}");
    }

    static void Write(Utf8JsonWriter json, Address address, ClientResult result)
    {
        json.WriteString("address", address.ToString());
        json.WriteString("local", result.Local.ToString());
        json.WriteString("peer", result.Peer.ToString());
        json.WriteNumber("bytesSent", result.BytesSent);
        json.WriteNumber("bytesReceived", result.BytesReceived);
        if (address.Transport.IsDatagram)
        {
            json.WriteNumber("datagramsSent", result.Sent);
            json.WriteNumber("datagramsAnswered", result.Answered);
        }

        json.WriteString("failure", result.Failure);
        json.WriteNumber("exitCode", result.ExitCode);
    }
}
