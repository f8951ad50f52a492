namespace Doorway.Check;

/// <summary>Whether processes wait: by their states and by the processor time they have used
/// (/proc/PID/stat, proc(5)).</summary>
sealed class IdleWatch(Func<IReadOnlyList<int>> processes)
{
    string _last = "";

    /// <summary>
    /// Whether every thread sleeps, and none has run since the last look; true of no process.
    /// </summary>
    public bool Look()
    {
        var now = new System.Text.StringBuilder();
        bool sleeps = true;
        foreach (int process in processes())
        {
            foreach (string thread in Threads(process))
            {
                string text = Read($"{thread}/stat");
                string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ');
                sleeps &= fields.Length < 2 || fields[1] is not ("R" or "D");
                now.Append(Read($"{thread}/schedstat"));
            }
        }

        string seen = now.ToString();
        bool isSame = seen == _last;
        _last = seen;
        return sleeps && isSame;
    }

    static string[] Threads(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
