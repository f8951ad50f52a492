using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Standard input, output and error as they are. <see cref="Console"/> on a Unix terminal edits lines, echoes
/// and decodes by itself; here the terminal does that, as for every other program.
/// </summary>
static class Standard
{
    /// <summary>Standard input, unbuffered.</summary>
    public static Stream Input() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 1);

    /// <summary>Standard output, unbuffered.</summary>
    public static Stream Output() => Console.OpenStandardOutput();

    /// <summary>Text to standard output, in UTF-8.</summary>
    public static TextWriter Screen() => Writer(Output());

    /// <summary>Text to standard error, in UTF-8.</summary>
    public static TextWriter Error() => Writer(Console.OpenStandardError());

    static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };
}
