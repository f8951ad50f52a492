// A server written on Doorway's library, as anybody would write one: what the library costs without
// the command around it. A line on standard input is answered with the bytes of managed memory.
using Doorway;
using Doorway.Services;

var options = new ServerOptions
{
    Addresses = [Address.Parse($"{args[0]}://127.0.0.1:{args[1]}")],
    Service = ToUpper.Instance,
    Engine = args.Contains("portable") ? Engine.Portable : Engine.Default,
    Journal = args.Contains("journal") ? new Journal() : null,
    Limits = new Limits { Connections = 15_000 },
};
await using Server server = await Server.StartAsync(options);
while (await Console.In.ReadLineAsync() is not null)
{
    Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true));
}

await Task.Delay(Timeout.Infinite); // without a terminal there is nothing to read
