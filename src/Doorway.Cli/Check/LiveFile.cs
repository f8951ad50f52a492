namespace Doorway.Cli.Checks;

/// <summary>
/// A file that is whole and valid at any time: written anew beside the old one, and then put in
/// its place (rename(2)).
/// </summary>
static class LiveFile
{
    /// <summary>Writes it anew.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="isLast">
    /// Whether it is the last time. A device keeps all that it is given, and gets this one only.
    /// </param>
    public static void Write(string path, Action<Stream> write, bool isLast = true) =>
        HomeThread.Run(() => WriteHere(path, write, isLast));

    static void WriteHere(string path, Action<Stream> write, bool isLast)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            if (isLast)
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write);
                write(device);
            }

            return;
        }

        string part = path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            write(file);
        }

        File.Move(part, path, overwrite: true);
    }
}
