using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>
/// Checks all the programs several at a time, for a check mostly waits; the first test that asks
/// for one begins them.
/// </summary>
static class MutantQueue
{
    const int AtOnce = 4;

    static readonly SemaphoreSlim Room = new(AtOnce);

    static readonly Lazy<Dictionary<string, Task<(CheckReport Report, string Text)>>> All =
        new(() => Mutant.Names("bad").Concat(Mutant.Names("good")).ToDictionary(
            name => name, name => Task.Run(() => InTurnAsync(name))));

    /// <summary>What a program's check reports.</summary>
    public static Task<(CheckReport Report, string Text)> CheckAsync(string name) =>
        All.Value[name];

    static async Task<(CheckReport Report, string Text)> InTurnAsync(string name)
    {
        await Room.WaitAsync();
        try
        {
            return await MutantTests.RunAsync(await Mutant.Read(name).PlanAsync());
        }
        finally
        {
            Room.Release();
        }
    }
}
