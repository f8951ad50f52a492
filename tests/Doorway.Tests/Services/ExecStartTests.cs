using System.Net.Sockets;
using System.Runtime.Versioning;
using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

[UnsupportedOSPlatform("windows")]
public sealed class ExecStartTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string Script(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute)
    {
        string path = _folder.File("script");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_name_is_looked_up_on_PATH_and_a_path_is_itself()
    {
        Assert.Equal("/bin/sh", Exec.Find("/bin/sh"));
        Assert.EndsWith("/cat", Exec.Find("cat"), StringComparison.Ordinal);
        Assert.StartsWith("/", Exec.Find("cat"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_run_is_refused_with_the_cause_and_what_to_do()
    {
        Assert.Equal(
            "no-such-program: no such program on PATH; install it, or give its path.",
            Refusal("no-such-program"));
        Assert.Equal(
            "/no/such/file: there is no such file; check the path.", Refusal("/no/such/file"));
        Assert.Equal("/tmp: it is a folder; name a program in it.", Refusal("/tmp"));
        string plain = Script("text", UnixFileMode.UserRead);
        Assert.Equal(
            $"{plain}: it is not executable; make it so with `chmod +x {plain}`.", Refusal(plain));
        Assert.Equal("The name of the program is empty: name one.", Refusal(""));
    }

    static string Refusal(string fileName)
    {
        string message = Assert.Throws<ExecException>(() => Exec.Find(fileName)).Message;
        Assert.Equal(message, Assert.Throws<ExecException>(
            () => new Exec(new ExecOptions { FileName = fileName })).Message);
        return message;
    }

    [Fact]
    public async Task A_file_beside_our_executable_or_in_the_working_folder_is_not_the_program()
    {
        string trap = Path.Combine(AppContext.BaseDirectory, "cat");
        File.WriteAllText(trap, "#!/bin/sh\necho trapped\n");
        File.SetUnixFileMode(trap, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await using ExecServer server = await ExecServer.StartAsync(["cat"], marked: false);
            using TalkClient client = server.Connect();
            await client.SendAsync("not trapped");
            client.FinishSending();
            Assert.Equal("not trapped", await client.ReceiveTextToEndAsync());
        }
        finally
        {
            File.Delete(trap);
        }
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n", "the interpreter in its #! line does not exist")]
    [InlineData("echo a text\n", "it is not a program for this machine; a script needs a #! line.")]
    [InlineData(null, "it is there no more; put it back, or serve another program.")]
    public async Task A_program_that_does_not_start_resets_the_connection_and_says_why(
        string? text, string reason)
    {
        string path = Script(text ?? "#!/bin/sh\n");
        await using ExecServer server = await ExecServer.StartAsync([path], marked: false);
        if (text is null)
        {
            File.Delete(path);
        }

        using TalkClient client = server.Connect();
        Assert.Equal(SocketError.ConnectionReset, await client.WaitForEndAsync());
        string fault = await server.WaitForAsync(ExecEventKind.Fault);
        Assert.StartsWith($"{path}: {reason}", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.Equal(0, server.Exec.Started);
        Assert.Equal(0, server.Exec.Running);
    }
}
