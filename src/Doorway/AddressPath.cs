using System.Net.Sockets;
using System.Text;

namespace Doorway;

/// <summary>
/// The path of a Unix address: what may be one (unix(7)), and how .NET holds it.
/// </summary>
static class AddressPath
{
    /// <summary>
    /// sun_path is 108 bytes on Linux; a path's last one is NUL, an abstract name's first one is.
    /// </summary>
    internal const int MaxBytes = 107;

    const char Abstract = '@';

    internal static bool IsAbstract(string path) => path.StartsWith(Abstract);

    /// <summary>
    /// Says what is wrong with the path that begins at <paramref name="start"/>.
    /// </summary>
    internal static AddressFault? Check(string text, int start)
    {
        if (AddressText.FindUnprintable(text) is { } unprintable)
            return unprintable;

        var path = text.AsSpan(start);
        if (path.IsEmpty)
            return new(start, "the path is missing: write unix:/path");

        var isAbstract = path[0] == Abstract;
        var name = isAbstract ? path[1..] : path;
        if (name.IsEmpty)
            return new(
                text.Length, "an abstract socket's name is missing after @: write unix:@name");
        if (!isAbstract && name[^1] == '/')
            return new(
                text.Length - 1, "the path ends in '/', so it is a folder's: write unix:/path");

        var bytes = Encoding.UTF8.GetByteCount(name);
        return bytes <= MaxBytes
            ? null
            : new(start, $"the path is {bytes} bytes long and a socket's has at most {MaxBytes} "
                + "(unix(7)): shorten it, or use a relative one");
    }

    internal static UnixDomainSocketEndPoint ToEndPoint(string path) =>
        new(IsAbstract(path) ? "\0" + path[1..] : path);

    /// <summary>
    /// The path of an end point, empty for an unnamed socket. A file whose name begins with @ is
    /// <c>./@name</c>, since <c>@name</c> is abstract (.NET's own text for both is <c>@name</c>).
    /// </summary>
    internal static string Of(UnixDomainSocketEndPoint endPoint)
    {
        const int PathOffset = 2;
        var path = endPoint.ToString();
        if (!IsAbstract(path))
            return path;

        var isAbstract = endPoint.Serialize()[PathOffset] == 0;
        return isAbstract ? path : "./" + path;
    }
}
