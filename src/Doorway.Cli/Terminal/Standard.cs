using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Standard input, output and error as they are. <see cref="Console"/> on a Unix terminal edits
/// lines, echoes and decodes by itself; here the terminal does that, as for every other program.
/// Started with one of them closed (<c>&lt;&amp;-</c>), the runtime's own files take its number,
/// and must be neither read nor written.
/// </summary>
static partial class Standard
{
    const int GetDescriptorFlags = 1;
    const int CloseOnExec = 1;

    /// <summary>Standard input, unbuffered; empty when it is closed.</summary>
    public static Stream Input() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput()
        : IsClosed(0) ? Stream.Null
        : new FileStream(
            new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 1);

    /// <summary>Standard output, unbuffered.</summary>
    public static Stream Output() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput() : new StandardOutput(1, IsClosed(1));

    /// <summary>Text to standard output, in UTF-8.</summary>
    public static TextWriter Screen() => Writer(Output());

    /// <summary>
    /// Text to standard error, in UTF-8. (The runtime's own stream sets a terminal's keypad mode.)
    /// </summary>
    public static TextWriter Error() => Writer(
        OperatingSystem.IsWindows() ? Console.OpenStandardError()
        : IsClosed(2) ? Stream.Null
        : new StandardOutput(2, isClosed: false));

    static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    // fcntl(2): what was inherited can't be marked close-on-exec, and what the runtime opened is.
    static bool IsClosed(int descriptor) =>
        !OperatingSystem.IsWindows()
        && (Control(descriptor, GetDescriptorFlags) & CloseOnExec) != 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
