namespace Doorway.Tests.Command;

/// <summary>Colour is for terminals that want it, or for who asks; never in data.</summary>
public sealed class ColorTests
{
    const char Escape = '\e';
    const string Reset = "\e[0m";

    /// <summary>A terminal's environment, and the command's option if any.</summary>
    public static TheoryData<string, string?> Plain => new()
    {
        { "TERM=dumb", null },
        { "TERM=", null },
        { "TERM=xterm NO_COLOR=1", null },
        { "TERM=xterm NO_COLOR=0", "--color=auto" },
        { "TERM=xterm", "--color=never" },
    };

    public static TheoryData<string, string?> Coloured => new()
    {
        { "TERM=xterm NO_COLOR=", null },
        { "TERM=xterm-256color NO_COLOR=", "--color=auto" },
        { "TERM=dumb NO_COLOR=1", "--color=always" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task A_terminal_that_wants_no_colour_gets_no_escape(
        string environment, string? option) =>
        Assert.DoesNotContain(Escape, await LabAsync(environment, option));

    [Theory]
    [MemberData(nameof(Coloured))]
    public async Task The_lab_on_a_terminal_has_its_colours(string environment, string? option)
    {
        string shown = await LabAsync(environment, option);
        Assert.Contains($"\e[1mInput lowercase sentence:{Reset} ", shown);
        Assert.Contains($"  \e[32mUDP: HELLO{Reset}", shown);
        Assert.Contains($"  \e[36mTCP: HELLO{Reset}", shown);
        Assert.Contains($"    \e[2m(one datagram there", shown);
        Assert.Contains($"    \e[33mclient{Reset}", shown);
        Assert.Contains($"\e[35mserver{Reset}", shown);
        Assert.All(shown.Split('\n'), line => Assert.Equal(
            line.Split(Reset).Length - 1, (line.Split(Escape).Length - 1) / 2));
    }

    [Fact]
    public async Task A_failure_on_a_terminal_leaves_its_keypad_alone()
    {
        await using ChildProcess refused = PseudoTerminal.Start(
            ["TERM=xterm", "NO_COLOR=1"], "connect", $"localhost:{FreePorts.Next()}");
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.StartsWith("doorway: REFUSED tcp://localhost:", refused.Output.Text);
        Assert.DoesNotContain(Escape, refused.Output.Text);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("--color=auto", false)]
    [InlineData("--color=never", false)]
    [InlineData("--color=always", true)]
    public async Task Piped_only_always_colours_the_calls_and_never_the_data(
        string? option, bool isColoured)
    {
        await using var lab = DoorwayProcess.Start(
            On("TERM=xterm NO_COLOR="), ["-v", "--port", "0", .. Given(option)]);
        Assert.Equal("HELLO\n", await lab.FilterAsync("hello\n"));
        string[] sends = [.. lab.Errors.Lines.Where(line => line.Contains("sendto(#"))];
        Assert.Equal(2, sends.Length);
        string time = @"\d\d:\d\d:\d\d\.\d{6}";
        Assert.Matches(
            isColoured ? $@"^\e\[2m{time}\e\[0m udp  \e\[33mclient\e\[0m  s" : $"^{time} udp  client  s",
            sends[0]);
        Assert.Matches(
            isColoured ? $@"^\e\[2m{time}\e\[0m udp  \e\[35mserver\e\[0m  s" : $"^{time} udp  server  s",
            sends[1]);
    }

    [Theory]
    [InlineData("connect --color=always unix:/nosuch/TIMEOUT", "NO-ADDRESS")]
    [InlineData("connect --color=always unix:/nosuch/DNS", "NO-ADDRESS")]
    [InlineData("--color=always serve unix:/nosuch/up", "NO-ADDRESS")]
    public async Task The_word_of_a_failure_is_bold_and_red_and_nothing_else(
        string line, string word)
    {
        await using var failing = DoorwayProcess.Start(line.Split(' '));
        failing.CloseInput();
        Assert.Equal(1, await failing.WaitForExitAsync());
        Assert.StartsWith($"doorway: \e[1;31m{word}{Reset} unix:/nosuch/", failing.Errors.Text);
        Assert.Equal(2, failing.Errors.Text.Count(letter => letter == Escape));
    }

    // What the lab shows on a terminal for one line.
    static async Task<string> LabAsync(string environment, string? option)
    {
        await using ChildProcess lab = PseudoTerminal.Start(
            environment.Split(' '), ["--port", "0", "--timeout", "20s", .. Given(option)]);
        await lab.Output.WaitForAsync("Input lowercase sentence:");
        await lab.TypeAsync("hello\n");
        await lab.Output.WaitForAsync("TCP: HELLO(.|\n)*Input lowercase sentence:");
        await lab.TypeAsync(PseudoTerminal.CtrlD);
        Assert.Equal(0, await lab.WaitForExitAsync());
        return lab.Output.Text;
    }

    static string[] Given(string? option) => option is null ? [] : [option];

    static ChildOptions On(string environment) => new()
    {
        Environment = environment.Split(' ').Select(pair => pair.Split('=')).ToDictionary(
            pair => pair[0], string? (pair) => pair[1]),
    };
}
