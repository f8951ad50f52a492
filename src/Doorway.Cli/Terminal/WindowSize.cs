using System.Runtime.InteropServices;

namespace Doorway.Cli.Terminal;

/// <summary>
/// How many columns the terminal at standard error has (ioctl_tty(2), TIOCGWINSZ). Asking
/// <see cref="Console"/> would set the terminal up for itself.
/// </summary>
static partial class WindowSize
{
    const int Usual = 80;
    const int StandardError = 2;
    const nuint GetWindowSize = 0x5413;

    /// <summary>The columns; 80 where they can't be known.</summary>
    public static int Columns() =>
        OperatingSystem.IsLinux()
        && Control(StandardError, GetWindowSize, out Size size) == 0 && size.Columns > 0
            ? size.Columns : Usual;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out Size size);

    [StructLayout(LayoutKind.Sequential)]
    struct Size
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
