namespace Doorway.Check.Running;

/// <summary>Which cases a plan asks for.</summary>
static class CaseChoice
{
    const int MostNear = 3;

    /// <summary>The cases that are asked for by name, or all.</summary>
    /// <exception cref="CheckException">There is none, or nothing to run them on.</exception>
    public static IReadOnlyList<CheckCase> Of(CheckPlan plan)
    {
        if (plan.Command is { Count: 0 } || (plan.Command is null && plan.Role == CheckRole.Client))
        {
            throw new CheckException("there is nothing to start: give the client's command");
        }

        if (plan.Command is null && plan.Address is null)
        {
            throw new CheckException(
                "give the command that starts the server, or the address of one that runs");
        }

        if (plan.Address is { Transport.IsUnix: true } or { IsBroadcast: true })
        {
            throw new CheckException(
                $"{plan.Address} can't be checked: a server is checked at tcp:// or udp://");
        }

        foreach (string name in plan.Only)
        {
            if (!Suite.Cases.Any(one => IsNamed(one, name)))
            {
                throw new CheckException(
                    $"no case is called '{name}'; near it: {string.Join(", ", Near(name))}");
            }
        }

        return plan.Only.Count == 0
            ? Suite.Cases
            : [.. Suite.Cases.Where(one => plan.Only.Any(name => IsNamed(one, name)))];
    }

    /// <summary>Whether a case has this id, or one that begins so.</summary>
    static bool IsNamed(CheckCase one, string name) =>
        one.Id.StartsWith(name, StringComparison.Ordinal);

    /// <summary>The nearest ids to what somebody wrote.</summary>
    public static IEnumerable<string> Near(string name) => Suite.Cases
        .OrderBy(one => Math.Min(
            Distance(one.Id, name), Distance(one.Id[(one.Id.LastIndexOf('/') + 1)..], name)))
        .Take(MostNear)
        .Select(one => one.Id);

    // How many letters must be changed, put in or taken out (Levenshtein 1966).
    static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
