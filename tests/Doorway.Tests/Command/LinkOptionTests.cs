namespace Doorway.Tests.Command;

/// <summary>What is asked of a link on the command line, and what is wrong with it.</summary>
public sealed class LinkOptionTests
{
    /// <summary>
    /// The options, with what the link says of each direction; a server needn't be there.
    /// </summary>
    public static TheoryData<string, string, string, string> Options => new()
    {
        { "udp", "", "none", "none" },
        { "udp", "--loss 10%", "loss 10%", "none" },
        { "udp", "--loss to-server:10%", "loss 10%", "none" },
        { "udp", "--loss to-client:10%", "none", "loss 10%" },
        { "udp", "--loss both:10%", "loss 10%", "loss 10%" },
        { "udp", "--loss 10% --loss to-client:5%", "loss 10%", "loss 5%" },
        { "udp", "--loss=0.1%", "loss 0.1%", "none" },
        { "udp", "--burst-loss 1%,30%", "burst-loss 1%,30%", "none" },
        { "udp", "--corrupt 1% --duplicate 2%", "corrupt 1%, duplicate 2%", "none" },
        { "udp", "--reorder 5% --loss 10%", "loss 10%, reorder 5%", "none" },
        { "udp", "--rate 1mbit --delay both:50ms", "rate 1mbit, delay 50ms", "delay 50ms" },
        { "tcp", "--rate 1mbit,8k --delay 1s", "rate 1mbit,8k, delay 1s", "none" },
        { "tcp", "--slice both:1..7 --stall 50ms,100", "stall 50ms,100, slice 1..7", "slice 1..7" },
        { "tcp", "--reset to-client:1k --no-half-close both", "no-half-close",
            "reset 1k, no-half-close" },
        { "tcp", "--no-half-close to-client", "none", "no-half-close" },
        { "udp", "--preset lossy", "loss 10%", "loss 10%" },
        { "udp", "--preset lossy --loss 1%", "loss 1%", "loss 10%" },
        { "udp", "--preset lossy --loss both:off", "none", "none" },
        { "udp", "--loss both:3% --preset lossy", "loss 3%", "loss 3%" },
        {
            "udp", "--preset textbook --delay 5ms", "loss 5%, duplicate 2%, delay 5ms, reorder 5%",
            "loss 5%, duplicate 2%, reorder 5%"
        },
        { "tcp", "--preset satellite", "rate 1mbit, delay 279ms", "rate 10mbit, delay 279ms" },
        { "tcp", "--preset 3g --rate off", "delay 50ms,10ms,normal", "rate 750kbit, delay 50ms,10ms,normal" },
        { "udp", "--engine portable --loss 10%", "loss 10%", "none" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task An_option_acts_on_the_way_to_the_server_unless_it_says_otherwise(
        string scheme, string options, string toServer, string toClient)
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            [$"{scheme}://127.0.0.1:0", $"{scheme}://127.0.0.1:1",
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Contains(
            $"\ndoorway: client->server: {toServer}\ndoorway: server->client: {toClient}\n",
            link.Errors.Text);
    }

    [Fact]
    public async Task A_preset_that_does_nothing_to_a_stream_says_so()
    {
        await using LinkProcess link = await LinkProcess.StartAsync(
            "tcp://127.0.0.1:0", "tcp://127.0.0.1:1", "--preset", "textbook");
        await link.Errors.WaitForAsync(
            "^doorway: preset textbook does nothing to a stream: TCP loses, doubles and reorders");
    }

    /// <summary>The command line after `link`, split at blanks, and what its line must say.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "", "doorway: two addresses are needed, where clients come and where the server is: " },
        { "udp://:0", "doorway link udp://localhost:12001 udp://localhost:12000" },
        { "udp://:0 udp://localhost:1 udp://localhost:2", "two addresses are enough" },
        { "udp://:0 localhost", "write localhost:12000 or localhost:http" },
        { "udp://:0 udp://:12000", "write udp://localhost:12000" },
        { "udp://:0 udp://localhost:0", "name the server's port" },
        { "udp://:0 tcp://localhost:1", "is for datagrams and tcp://localhost:1 for a stream" },
        { "unix:/tmp/x udp://localhost:1", "a link needs two of one kind" },
        { "udp://localhost:9 udp://localhost:9", "would be its own server" },
        { "udp://:9 udp://localhost:9", "would be its own server" },
        { "udp://localhost:9 udp://127.0.0.1:9", "would be its own server" },
        { "tcp://127.0.0.1:9 tcp://localhost:9", "would be its own server" },
        { "unix:/tmp/x unix:/tmp/x", "would be its own server" },
        { "A B --los 5%", "--los is no option of doorway link" },
        { "A B --loss", "--loss needs a value: --loss PERCENT" },
        { "A B --loss 5", "--loss: \"5\" is no share from 0% to 100%; write 5%" },
        { "A B --loss to-server:", "--loss: loss needs a value: loss PERCENT, or loss off" },
        { "A B --loss to-mars:5%", "--loss: \"to-mars:5%\" is no share" },
        { "A B --loss 5% --loss 10%", "--loss is given more than once for to-server" },
        { "A B --loss both:5% --loss to-client:1%", "given more than once for to-client" },
        { "A B --loss 5% --loss x", "--loss: \"x\" is no share" },
        { "A B --no-half-close", "needs a value: --no-half-close to-server|to-client|both" },
        { "A B --no-half-close up", "--no-half-close: no-half-close takes no value" },
        { "A B --slice 1", "--slice: slice does nothing to datagrams; it is for tcp:// and unix:" },
        { "A B --delay 5", "write 500us, 50ms or 2s" },
        { "A B --rate 5", "write 500kbit or 10mbit" },
        { "A B --preset", "--preset needs a value: --preset wifi|3g|satellite|lossy|textbook" },
        { "A B --preset 9g", "--preset: \"9g\" is no preset; write one of wifi, 3g" },
        { "A B --seed -1", "--seed: \"-1\" is not a whole number from 0" },
        { "A B --seed 18446744073709551616", "not a whole number from 0" },
        { "A B --seed 1 --seed 2", "--seed is given more than once" },
        { "A B --json --json-stream", "--json and --json-stream exclude each other" },
        { "A B --engine steam", "is none of linux, linux-blocking, portable" },
        {
            "tcp://:0 tcp://localhost:1 --loss 5%",
            "--loss: loss does nothing to streams; it is for udp:// and unixgram:"
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_is_one_line_that_names_the_fix(string line, string fix)
    {
        string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
            word == "A" ? "udp://127.0.0.1:0" : word == "B" ? "udp://127.0.0.1:1" : word)];
        await using var link = DoorwayProcess.Start(["link", .. words]);
        link.CloseInput();
        int code = await link.WaitForExitAsync();
        Assert.Equal((2, "", 1), (code, link.Output.Text, link.Errors.Lines.Length));
        Assert.StartsWith("doorway: ", link.Errors.Text);
        Assert.Contains(fix, link.Errors.Text);
        Assert.DoesNotContain("Parameter", link.Errors.Text);
    }

    [Fact]
    public async Task Help_names_every_kind_every_preset_and_the_rule_of_directions()
    {
        await using var help = DoorwayProcess.Start("link", "--help");
        string text = await help.FilterAsync("");
        Assert.StartsWith("Examples:\n  doorway link", text);
        Assert.All(ImpairmentSet.Kinds, kind => Assert.Contains($"--{kind.Name} ", text));
        Assert.All(LinkPreset.All, preset => Assert.Contains($"{preset.Name}: ", text));
        Assert.Contains("acts on the way to the server, unless", text);
    }
}
