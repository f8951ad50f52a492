using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Doorway.Cli.Watching;

/// <summary>
/// Who may ask the page's server anything: who knows the link that was printed. Any other program
/// and any web page on this machine can reach a port on loopback; none of them knows the token,
/// and a page that came from elsewhere tells so by its Host (DNS rebinding) or its Origin.
/// </summary>
sealed class WatchGate
{
    // 128 random bits can't be guessed.
    const int TokenBytes = 16;

    /// <summary>What a POST must bring: no form and no plain link can send a header of ours.
    /// </summary>
    public const string Header = "X-Doorway";

    string[] _hosts = [];

    /// <summary>The secret first part of every path.</summary>
    public string Token { get; } =
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>The port, once it is known.</summary>
    public void Open(int port)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        _hosts = [$"127.0.0.1:{number}", $"localhost:{number}", $"[::1]:{number}"];
    }

    /// <summary>What of a path follows the token; null where the request is not let in.</summary>
    public string? PathOf(HttpRequest request)
    {
        if (!_hosts.Contains(request.Headers.Host.ToString(), StringComparer.OrdinalIgnoreCase)
            || !IsOwn(request.Headers.Origin.ToString()))
        {
            return null;
        }

        string path = request.Path.Value ?? "";
        int end = path.IndexOf('/', Math.Min(1, path.Length));
        string first = path.Length == 0 ? "" : path[1..(end < 0 ? path.Length : end)];
        bool isKnown = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(Token));
        return isKnown ? end < 0 ? "" : path[end..] : null;
    }

    // No Origin is a link that was followed, or no browser at all.
    bool IsOwn(string origin) =>
        origin.Length == 0
        || _hosts.Any(host =>
            string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase));
}
