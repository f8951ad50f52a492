using System.Reflection;
using System.Text.Json;

namespace Doorway.Cli.Watching;

/// <summary>What the page has to know of a session before its events.</summary>
static class SessionJson
{
    static readonly string Version = Assembly.GetExecutingAssembly()
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    /// <summary>Writes the members of the session.</summary>
    public static void Write(Utf8JsonWriter json, WatchSession session)
    {
        json.WriteString("version", Version);
        json.WriteString("title", session.Title);
        json.WriteString("mode", session.IsReplay ? "replay" : "live");
        json.WriteBoolean("ended", session.Ended.IsCompleted);
        json.WriteBoolean("lab", session.Lab is not null);
        json.WriteStartObject("sources");
        Write(json, "calls", session.Calls);
        Write(json, "frames", session.Frames);
        json.WriteEndObject();
        json.WriteStartArray("programs");
        foreach (WatchedProgram program in session.Programs)
        {
            json.WriteStartObject();
            json.WriteNumber("process", program.Process);
            json.WriteString("name", program.Name);
            json.WriteBoolean("canType", program.MayType);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "transports", session.Lab?.Transports ?? []);
        json.WritePropertyName("link");
        if (session.Lab is { } lab)
        {
            json.WriteStartObject();
            Write(json, lab.Link);
            json.WriteEndObject();
            json.WriteString("serverMode", Name(lab.Mode));
        }
        else
        {
            json.WriteNullValue();
            json.WriteNull("serverMode");
        }

        json.WriteNumber("first", session.Log.Dropped + 1);
        json.WriteNumber("last", session.Log.Last);
    }

    /// <summary>Writes the members of a link's sliders.</summary>
    public static void Write(Utf8JsonWriter json, LinkSliders link)
    {
        json.WriteStartArray("impairments");
        foreach (LinkSlider slider in link.Impairments)
        {
            json.WriteStartObject();
            json.WriteString("name", slider.Name);
            json.WriteString("unit", slider.Unit);
            json.WriteNumber("min", 0);
            json.WriteNumber("max", slider.Most);
            json.WriteNumber("value", Math.Max(slider.ToServer, slider.ToClient));
            json.WriteNumber("toServer", slider.ToServer);
            json.WriteNumber("toClient", slider.ToClient);
            Write(json, "transports", slider.Transports);
            json.WriteString("help", slider.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("command", link.Command);
    }

    /// <summary>A mode as it is asked for.</summary>
    public static string Name(ServerMode mode) =>
        mode == ServerMode.Iterative ? "iterative" : "concurrent";

    static void Write(Utf8JsonWriter json, string name, WatchSource source)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("on", source.IsOn);
        json.WriteString("why", source.Why);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyList<Transport> transports)
    {
        json.WriteStartArray(name);
        foreach (Transport transport in transports)
        {
            json.WriteStringValue(transport == Transport.Udp ? "udp" : "tcp");
        }

        json.WriteEndArray();
    }
}
