using System.Net.Sockets;

namespace Doorway.Tests.Link;

public sealed class LinkTests
{
    [Theory]
    [InlineData("udp://127.0.0.1:0", "tcp://127.0.0.1:9")]
    [InlineData("unix:/tmp/nowhere", "udp://127.0.0.1:9")]
    public async Task Datagrams_and_a_stream_do_not_mix(string listen, string target)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => StartAsync(listen, target));

        Assert.Contains(listen, refused.Message);
        Assert.Contains("write both as tcp://", refused.Message);
    }

    [Fact]
    public async Task An_impairment_that_does_nothing_here_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(
            "tcp://127.0.0.1:0", "tcp://127.0.0.1:9", LinkBench.SetOf("corrupt 1%")));

        Assert.StartsWith("corrupt does nothing to streams", refused.Message);
    }

    [Fact]
    public async Task A_change_to_one_that_does_nothing_here_changes_nothing()
    {
        await using Doorway.Link link =
            await StartAsync("udp://127.0.0.1:0", "udp://127.0.0.1:9");
        Impairment ofStreams = new OfStreams();

        Assert.Throws<ArgumentException>(() => link.Change(
            Direction.ToClient, ImpairmentSet.None.With(ofStreams)));
        Assert.Empty(link.Impairments(Direction.ToClient));
    }

    [Fact]
    public async Task A_taken_address_is_a_listen_exception()
    {
        await using Doorway.Link first =
            await StartAsync("udp://127.0.0.1:0", "udp://127.0.0.1:9");

        var taken = await Assert.ThrowsAsync<ListenException>(() => StartAsync(
            $"udp://127.0.0.1:{first.Local.Port}", "udp://127.0.0.1:9"));
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketError);
    }

    [Fact]
    public Task An_unknown_target_is_a_resolution_exception() =>
        Assert.ThrowsAsync<AddressResolutionException>(() => StartAsync(
            "udp://127.0.0.1:0", "udp://[fe80::1%nosuchcard]:9"));

    [Fact]
    public async Task Every_address_of_a_name_is_listened_at_with_one_port()
    {
        await using Doorway.Link link = await StartAsync("udp://localhost:0", "udp://127.0.0.1:9");

        Assert.NotEqual(0, link.Local.Port);
        foreach (System.Net.EndPoint local in await Address.Parse(
            $"udp://localhost:{link.Local.Port}").ResolveAsync())
        {
            using var socket = new Socket(
                local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            Assert.Throws<SocketException>(() => socket.Bind(local));
        }
    }

    static Task<Doorway.Link> StartAsync(
        string listen, string target, ImpairmentSet? toServer = null) =>
        Doorway.Link.StartAsync(new LinkOptions
        {
            Listen = Address.Parse(listen),
            Target = Address.Parse(target),
            ToServer = toServer ?? ImpairmentSet.None,
        });

    sealed record OfStreams : Impairment
    {
        public override ImpairmentKind Kind { get; } = new(
            "of-streams", "", "", OnDatagrams: false, OnStreams: true, _ => new OfStreams());

        public override string Value => "";
    }
}
