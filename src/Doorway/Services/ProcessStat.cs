using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Services;

/// <summary>
/// A process as /proc/PID/stat shows it (proc(5)); the start time tells a reused number.
/// </summary>
readonly record struct ProcessStat(int Id, int Parent, char State, ulong Started)
{
    // USER_HZ is 100 wherever .NET runs (times(2)).
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>The first 15 bytes of the name of its program or thread.</summary>
    public string Name { get; private init; } = "";

    /// <summary>
    /// The processor time that it has used for itself and in the kernel, all its threads together,
    /// in ticks of 10 ms.
    /// </summary>
    public TimeSpan Used { get; private init; }


    /// <summary>Whether it is dead or waits to be reaped.</summary>
    public bool HasEnded => State is 'Z' or 'X' or 'x';

    /// <summary>The same process is the same at any time, whatever its state and parent.</summary>
    public bool Equals(ProcessStat other) => Id == other.Id && Started == other.Started;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Started);

    /// <summary>
    /// All processes of the machine, as far as they are shown to us, from the highest number
    /// down: the youngest first, unless the numbers have wrapped. None where there is no /proc.
    /// </summary>
    public static IEnumerable<ProcessStat> All()
    {
        var ids = new List<int>();
        if (Directory.Exists("/proc/self"))
        {
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                ReadOnlySpan<char> name = Path.GetFileName(folder.AsSpan());
                if (int.TryParse(
                    name, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                {
                    ids.Add(id);
                }
            }
        }

        ids.Sort();
        for (int i = ids.Count - 1; i >= 0; i--)
        {
            if (Read(ids[i]) is { } process)
            {
                yield return process;
            }
        }
    }

    /// <summary>One process, or null when there is none of that number.</summary>
    public static ProcessStat? Read(int id) =>
        Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}"));

    /// <summary>One process or thread by its folder below a /proc, or null when it has gone.
    /// </summary>
    public static ProcessStat? Read(string folder)
    {
        Span<byte> buffer = stackalloc byte[1024];
        try
        {
            using SafeFileHandle file = File.OpenHandle($"{folder}/stat");
            int count = RandomAccess.Read(file, buffer, 0);
            return Parse(Encoding.Latin1.GetString(buffer[..count]));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static ProcessStat? Parse(string text)
    {
        // The second field is the program's name in parentheses, and may hold blanks and
        // parentheses.
        const int State = 0;
        const int Parent = 1;
        const int User = 11;
        const int Kernel = 12;
        const int Started = 19;
        int begin = text.IndexOf('(');
        int name = text.LastIndexOf(')');
        string[] fields = name < 0 ? [] : text[(name + 1)..].Split(
            ' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length <= Started
            ? null
            : new ProcessStat(
                (int)Number(text[..begin]), (int)Number(fields[Parent]), fields[State][0],
                (ulong)Number(fields[Started]))
            {
                Name = text[(begin + 1)..name],
                Used = Tick * (Number(fields[User]) + Number(fields[Kernel])),
            };
    }

    static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
