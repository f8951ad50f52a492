using System.Text;
using System.Text.Json.Nodes;

namespace Doorway.Tests.Watch;

/// <summary>Exchanges as the page is told of them: what a test plays to it.</summary>
sealed class PageScene
{
    const string Server = "127.0.0.1:12000";
    static readonly DateTime Start = DateTime.UtcNow.AddSeconds(-2);

    readonly List<JsonObject> _events = [];
    double _time = (Start - DateTime.UnixEpoch).TotalMilliseconds;
    int _id;
    int _flow;
    int _socket;

    public IReadOnlyList<JsonObject> Events => _events;

    /// <summary>What the page is told before the events.</summary>
    public static JsonObject Session() => (JsonObject)JsonNode.Parse(
        """
        {"version":"1.0","title":"test","mode":"live","ended":false,"lab":false,
         "sources":{"calls":{"on":true,"why":""},"frames":{"on":true,"why":""}},
         "programs":[],"transports":[],"link":null,"serverMode":null,"first":1,"last":0}
        """)!;

    /// <summary>A frame with two header fields and its text, or a call's text.</summary>
    public static JsonObject Full(JsonObject seen)
    {
        byte[] text = Convert.FromBase64String((string?)seen["text"] ?? "");
        int headers = (int?)seen["payloadAt"] ?? 0;
        var fields = new JsonArray();
        if (headers > 0)
        {
            fields.Add(Field("Ethernet", "Destination", "00:00:00:00:00:00", 0, 48));
            fields.Add(Field("TCP", "Window", "65,483 bytes", 384, 16));
        }

        return new JsonObject
        {
            ["event"] = seen.DeepClone(),
            ["bytes"] = Convert.ToBase64String([.. new byte[headers], .. text]),
            ["fields"] = fields,
        };
    }

    static JsonObject Field(string layer, string name, string value, int bit, int bits) => new()
    {
        ["layer"] = layer,
        ["name"] = name,
        ["value"] = value,
        ["bit"] = bit,
        ["bits"] = bits,
        ["note"] = $"What {name} means.",
    };

    public JsonObject Add(string kind, JsonObject members)
    {
        _time += 0.03;
        members["kind"] = kind;
        members["t"] = _time;
        _events.Add(members);
        return members;
    }

    public PageScene Wait(double milliseconds)
    {
        _time += milliseconds;
        return this;
    }

    /// <summary>From now on events happen now.</summary>
    public PageScene Now()
    {
        _time = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
        return this;
    }

    public void Program(int process, string name) => Add("program", new JsonObject
    {
        ["process"] = process,
        ["name"] = name,
        ["step"] = "started",
    });

    public int NewSocket() => ++_socket;

    public JsonObject Call(
        int process, string call, int socket, string transport, byte[]? text = null,
        JsonObject? range = null, string? peer = null, string? local = null) =>
        Add("call", new JsonObject
        {
            ["id"] = ++_id,
            ["call"] = call,
            ["process"] = process,
            ["took"] = 0.01,
            ["fd"] = 3,
            ["socket"] = socket,
            ["transport"] = transport,
            ["local"] = local,
            ["peer"] = peer,
            ["result"] = text?.Length ?? 0,
            ["text"] = Encoded(text),
            ["length"] = text?.Length ?? 0,
            ["range"] = range?.DeepClone(),
        });

    public JsonObject Frame(
        string protocol, string from, string to, string flags, JsonObject range,
        byte[]? text = null, int window = 65483) => Add("frame", new JsonObject
        {
            ["protocol"] = protocol,
            ["source"] = from,
            ["destination"] = to,
            ["flags"] = flags,
            ["window"] = window,
            ["length"] = text?.Length ?? 0,
            ["payloadAt"] = protocol == "udp" ? 42 : 66,
            ["text"] = Encoded(text),
            ["range"] = range.DeepClone(),
        });

    public static JsonObject Range(int flow, string from, long offset, int length) => new()
    {
        ["flow"] = flow,
        ["from"] = from,
        ["offset"] = offset,
        ["length"] = length,
    };

    static string? Encoded(byte[]? text) =>
        text is null ? null : Convert.ToBase64String(text.AsSpan(0, Math.Min(256, text.Length)));

    public int Flow(string transport, string client)
    {
        Add("flow", new JsonObject
        {
            ["flow"] = ++_flow,
            ["transport"] = transport,
            ["client"] = client,
            ["server"] = Server,
        });
        return _flow;
    }

    /// <summary>The textbook's exchange over TCP: process 1 serves, process 2 asks.</summary>
    public PageScene Tcp(byte[] text, byte[] answer, string name = "TCPServer.py")
    {
        const string client = "127.0.0.1:45678";
        Program(1, name);
        int welcoming = NewSocket();
        Call(1, "socket", welcoming, "tcp");
        Call(1, "bind", welcoming, "tcp", local: Server);
        Call(1, "listen", welcoming, "tcp", local: Server);
        Program(2, "TCPClient.py");
        (int asking, int serving) = (NewSocket(), NewSocket());
        Call(2, "socket", asking, "tcp");
        int flow = Flow("tcp", client);
        JsonObject none = Range(flow, "client", 0, 0), back = Range(flow, "server", 0, 0);
        Call(2, "connect", asking, "tcp", peer: Server, local: client);
        Frame("tcp", client, Server, "SYN", none)["states"] = States("SYN-SENT", "LISTEN");
        Frame("tcp", Server, client, "SYN ACK", back)["states"] =
            States("SYN-SENT", "SYN-RECEIVED");
        Frame("tcp", client, Server, "ACK", none)["states"] = States("ESTABLISHED", "ESTABLISHED");
        Call(1, "accept4", welcoming, "tcp", peer: client, local: Server)["made"] =
            new JsonObject { ["socket"] = serving };
        JsonObject there = Range(flow, "client", 0, text.Length);
        Call(2, "sendto", asking, "tcp", text, there, Server, client);
        Frame("tcp", client, Server, "PSH ACK", there, text);
        Call(1, "recvfrom", serving, "tcp", text, there, client, Server);
        JsonObject answered = Range(flow, "server", 0, answer.Length);
        Call(1, "sendto", serving, "tcp", answer, answered, client, Server);
        Frame("tcp", Server, client, "PSH ACK", answered, answer);
        Call(2, "recvfrom", asking, "tcp", answer, answered, Server, client);
        Add("output", new JsonObject { ["process"] = 2, ["text"] = Encoded(answer) });
        return this;
    }

    static JsonObject States(string client, string server) =>
        new() { ["client"] = client, ["server"] = server };

    /// <summary>Datagrams over one flow; a lost one has a fate and no answer.</summary>
    public PageScene Udp(int messages, Func<int, bool>? isLost = null)
    {
        const string client = "127.0.0.1:50123";
        Program(1, "UDPServer.py");
        Program(2, "UDPClient.py");
        (int serving, int asking) = (NewSocket(), NewSocket());
        Call(1, "bind", serving, "udp", local: Server);
        int flow = Flow("udp", client);
        int place = 0;
        for (int i = 0; i < messages; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes($"message {i}");
            JsonObject there = Range(flow, "client", place, text.Length);
            JsonObject back = Range(flow, "server", place, text.Length);
            place += text.Length;
            Call(2, "sendto", asking, "udp", text, there, Server, client);
            if (isLost?.Invoke(i) == true)
            {
                Add("fate", new JsonObject
                {
                    ["words"] = $"#{i + 1} client->server dropped: loss 5%",
                    ["loss"] = true,
                    ["from"] = "client",
                    ["range"] = there.DeepClone(),
                });
                continue;
            }

            Frame("udp", client, Server, "", there, text);
            Call(1, "recvfrom", serving, "udp", text, there, client, Server);
            byte[] upper = Encoding.ASCII.GetBytes($"MESSAGE {i}");
            Call(1, "sendto", serving, "udp", upper, back, client, Server);
            Frame("udp", Server, client, "", back, upper);
            Call(2, "recvfrom", asking, "udp", upper, back, Server, client);
        }

        return this;
    }
}
