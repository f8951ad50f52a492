using BenchmarkDotNet.Attributes;

namespace Doorway.Micro;

/// <summary>Reading an address, each kind of it.</summary>
public class AddressParsing
{
    [Params(
        "tcp://127.0.0.1:12000", "udp://[fe80::1%2]:12000", "tcp://localhost:12000",
        "tcp://:12000", "unix:/run/doorway.sock", "unixgram:/run/doorway.sock")]
    public string Text { get; set; } = "";

    [Benchmark]
    public Address Parse() => Address.Parse(Text);
}
