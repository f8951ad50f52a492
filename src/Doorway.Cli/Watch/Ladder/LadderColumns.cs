namespace Doorway.Cli.Watching;

/// <summary>A column of a ladder: a program, or an address whose program isn't seen.</summary>
/// <param name="Process">The program; 0 for none.</param>
/// <param name="Address">The address; empty for a program.</param>
readonly record struct LadderColumn(int Process, string Address);

/// <summary>Which columns there are and where. When a line needs one that has no place yet, the
/// one that was needed longest ago gives way.</summary>
/// <param name="style">How wide the ladder is.</param>
sealed class LadderColumns(LadderStyle style)
{
    /// <summary>Where the times end.</summary>
    public const int First = 12;

    const int Narrowest = 24;

    // Of the width, for the texts of the last of two columns, and of more.
    const double LastOfTwo = 0.44;
    const double LastOfMore = 0.36;

    readonly List<LadderColumn> _columns = [];
    readonly Dictionary<LadderColumn, long> _used = [];
    long _uses;

    /// <summary>Whether columns have changed since they were last drawn.</summary>
    public bool HaveChanged { get; set; }

    /// <summary>From the left.</summary>
    public IReadOnlyList<LadderColumn> All => _columns;

    /// <summary>Where their lines are.</summary>
    public IEnumerable<int> Places => Enumerable.Range(0, _columns.Count).Select(PlaceOf);

    int Most => Math.Max((int)(style.Width * (1 - LastOfMore) - First) / Narrowest + 1, 2);

    /// <summary>Makes sure that a column has a place.</summary>
    /// <remarks>A new one is the first: servers mostly are there before their clients.</remarks>
    public void Need(LadderColumn column)
    {
        _used[column] = ++_uses;
        if (_columns.Contains(column))
        {
            return;
        }

        if (_columns.Count >= Most)
        {
            LadderColumn oldest = _columns.MinBy(one => _used[one]);
            _columns.Remove(oldest);
            _used.Remove(oldest);
        }

        _columns.Insert(0, column);
        HaveChanged = true;
    }

    /// <summary>Whether it has a place.</summary>
    public bool Has(LadderColumn column) => _columns.Contains(column);

    /// <summary>A client has its place left of its server.</summary>
    public void Order(LadderColumn client, LadderColumn server)
    {
        (int left, int right) = (_columns.IndexOf(client), _columns.IndexOf(server));
        if (left > right && right >= 0)
        {
            _columns.RemoveAt(left);
            _columns.Insert(right, client);
            HaveChanged = true;
        }
    }

    /// <summary>What was an address is this program.</summary>
    public void Rename(LadderColumn from, LadderColumn to)
    {
        int at = _columns.IndexOf(from);
        if (at >= 0 && !_columns.Contains(to))
        {
            _columns[at] = to;
            _used[to] = ++_uses;
            _used.Remove(from);
            HaveChanged = true;
        }
    }

    /// <summary>Where the line of a column is.</summary>
    public int PlaceOf(LadderColumn column) => PlaceOf(_columns.IndexOf(column));

    int PlaceOf(int index)
    {
        double texts = style.Width * (_columns.Count > 2 ? LastOfMore : LastOfTwo);
        return _columns.Count < 2 ? First
            : First + index * ((int)(style.Width - texts) - First) / (_columns.Count - 1);
    }
}
