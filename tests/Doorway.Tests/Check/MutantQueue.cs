namespace Doorway.Tests.Check;

/// <summary>
/// Checks programs several at a time, for a check mostly waits; the first test that asks for one
/// begins them all.
/// </summary>
/// <param name="names">The programs, in the order in which they are begun.</param>
/// <param name="check">Checks one.</param>
sealed class MutantQueue(
    Func<IEnumerable<string>> names, Func<string, Task<MutantVerdict>> check)
{
    const int AtOnce = 5;

    static readonly SemaphoreSlim Room = new(AtOnce);

    readonly Lock _gate = new();
    Dictionary<string, Task<MutantVerdict>>? _all;

    /// <summary>What a program's check found.</summary>
    public Task<MutantVerdict> CheckAsync(string name)
    {
        lock (_gate)
        {
            _all ??= names().ToDictionary(one => one, one => Task.Run(() => InTurnAsync(one)));
        }

        return _all[name];
    }

    async Task<MutantVerdict> InTurnAsync(string name)
    {
        await Room.WaitAsync();
        try
        {
            return await check(name);
        }
        finally
        {
            Room.Release();
        }
    }
}
