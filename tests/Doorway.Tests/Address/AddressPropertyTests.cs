using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests;

public sealed class AddressPropertyTests
{
    static readonly string[] Pieces =
    [
        "tcp", "udp", "unix", "unixgram", "http", ":", "::", "//", "/", "[", "]", "<", "broadcast",
        ">", "%", "@", "?", "#", ".", "-", "_", "*", "localhost", "example", "0", "1", "80", "255",
        "256", "65535", "65536", "4294967295", "4294967296", "127.0.0.1", "ffff", "fe80", "eth0",
        "a", "é", "\ud83d", "😀", " ", "\0", "\n", "\\", "smtp", "tftp", "+", ",",
    ];

    static Config Times(int count) => Config.QuickThrowOnFailure.WithMaxTest(count);

    static Arbitrary<string> StringsOf(string[] pieces, int most) =>
        Gen.Choose(0, most)
            .SelectMany(count => Gen.ArrayOf(Gen.Elements(pieces), count))
            .Select(string.Concat)
            .ToArbitrary();

    [Fact]
    public void Any_text_is_an_address_or_is_refused_within_its_bounds()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), IsReadOrRefused).Check(Times(5_000));
    }

    [Fact]
    public void Any_pieces_of_an_address_are_one_or_are_refused_within_their_bounds()
    {
        Prop.ForAll(StringsOf(Pieces, 9), IsReadOrRefused).Check(Times(30_000));
    }

    static bool IsReadOrRefused(string? text)
    {
        if (Address.TryParse(text, AddressCases.Services, out var address, out var error))
            return error is null && Address.Parse(address.ToString()) == address;

        return error.Text == (text ?? "")
            && error.Position >= 0 && error.Position <= error.Text.Length
            && error.Message.Length is > 0 and < 400
            && !error.Message.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            && AddressCases.AdviceIn(error.Message).All(advice =>
                Address.TryParse(advice, AddressCases.Services, out _, out _));
    }

    [Fact]
    public void An_address_made_of_valid_parts_reads_back_from_its_text()
    {
        var labels = StringsOf(["a", "Z", "0x", "7", "_", "-"], 12).Generator
            .Select(label => $"h{label}h");
        var names = Gen.Choose(1, 5)
            .SelectMany(count => Gen.ArrayOf(labels, count))
            .Select(parts => string.Join('.', parts));
        var quads = Bytes(4).Select(bytes => new IPAddress(bytes).ToString());
        var groups = Bytes(16).Select(bytes => new IPAddress(bytes).ToString());
        var integers = Bytes(4).Select(bytes => BitConverter.ToUInt32(bytes).ToString());
        var any = Gen.OneOf(
            names, quads, groups, integers, Gen.Constant(""), Gen.Constant("<broadcast>"));
        var addresses =
            from host in any
            from port in Gen.Choose(0, 65535)
            select Address.Of(Transport.Udp, host, port);
        Prop.ForAll(addresses.ToArbitrary(), IsReadBack).Check(Times(5_000));
    }

    [Fact]
    public void A_path_reads_back_from_its_text()
    {
        string[] pieces = ["/", "//", "a", ".", "@", ":", "é", "😀", "%20", "[", "tcp"];
        var paths = StringsOf(pieces, 12).Generator.Select(path => path + "s");
        var addresses =
            from path in paths
            from transport in Gen.Elements(Transport.Unix, Transport.UnixDatagram)
            select Address.OfPath(transport, path);
        Prop.ForAll(addresses.ToArbitrary(), IsReadBack).Check(Times(5_000));
    }

    static bool IsReadBack(Address address) => Address.Parse(address.ToString()) == address;

    [Fact]
    public void An_IPv6_text_that_is_accepted_means_what_the_platform_says()
    {
        var texts = StringsOf(["0", "1", "ab", "FFFF", ":", ":", ":", "::", "1.2.3.4", "00"], 16);
        Prop.ForAll(texts, text =>
        {
            var read = Address.TryParse($"tcp://[{text}]:1", out var address, out _);
            var known = IPAddress.TryParse(text, out var ip);
            return !read || (known && IPAddress.Parse(address!.Host).Equals(Plain(ip!)));
        }).Check(Times(30_000));
    }

    [Fact]
    public void Every_IPv6_address_is_accepted_in_short_and_in_full()
    {
        Prop.ForAll(Bytes(16).ToArbitrary(), bytes =>
        {
            var ip = new IPAddress(bytes);
            var full = string.Join(':', bytes.Chunk(2).Select(pair => Convert.ToHexString(pair)));
            return Address.Parse($"udp://[{ip}]:1") == Address.Parse($"udp://[{full}]:1")
                && Address.Parse($"udp://[{full}]:1").Host == Plain(ip).ToString();
        }).Check(Times(5_000));
    }

    static IPAddress Plain(IPAddress ip) => ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;

    /// <summary>Mostly zeros, so that runs of them and mapped addresses come up.</summary>
    static Gen<byte[]> Bytes(int count) =>
        from sparse in Gen.ArrayOf(Gen.Elements<byte>(0, 0, 0, 1, 0x80, 0xff), count)
        from dense in Gen.ArrayOf(Gen.Choose(0, 255).Select(n => (byte)n), count)
        from mapped in Gen.Choose(0, 9)
        from choice in Gen.Elements(sparse, dense)
        select mapped > 0 || count < 16 ? choice : [.. new byte[10], 0xff, 0xff, .. choice[..4]];
}
