using System.Runtime.Versioning;
using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>The internet's services, spoken to by hand with `doorway connect`.</summary>
[SupportedOSPlatform("linux")]
public sealed class InternetServiceTests
{
    [Fact]
    public async Task HTTP_a_page_from_nginx()
    {
        await using RealServer server = await RealServer.StartAsync(
            "nginx", ServerConfigurations.Nginx);
        await using DoorwayProcess client = server.Connect("--crlf");
        string answer = await client.FilterAsync("GET / HTTP/1.0\n\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.EndsWith("\r\n\r\nThis is a page.\n", answer);
    }

    [Fact]
    public async Task SMTP_a_letter_handed_to_exim()
    {
        await using RealServer server = await RealServer.StartAsync(
            "exim4", ServerConfigurations.Exim);
        await using DoorwayProcess client = server.Connect("--crlf");
        await client.Output.WaitForAsync("^220 lab.example ESMTP");
        await SayAsync(client, "EHLO client.example", "^250 HELP");
        await SayAsync(client, "MAIL FROM:<a@lab.example>", "^250 OK");
        await SayAsync(client, "RCPT TO:<b@lab.example>", "^250 Accepted");
        await SayAsync(client, "DATA", "^354 ");
        await client.WriteLineAsync("Subject: hello\n\nA letter.");
        await SayAsync(client, ".", "^250 OK id=");
        await SayAsync(client, "QUIT", "^221 ");
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task FTP_a_login_to_vsftpd()
    {
        await using RealServer server = await RealServer.StartAsync(
            "vsftpd", ServerConfigurations.Vsftpd, needsRoot: true);
        await using DoorwayProcess client = server.Connect("--crlf");
        await client.Output.WaitForAsync("^220 Welcome to the lab");
        await SayAsync(client, "USER anonymous", "^331 ");
        await SayAsync(client, "PASS guest", "^230 ");
        await SayAsync(client, "PWD", "^257 \"/\"");
        await SayAsync(client, "QUIT", "^221 ");
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task POP3_a_letter_fetched_from_dovecot()
    {
        Assert.SkipUnless(
            File.Exists("/usr/lib/dovecot/pop3"), "dovecot-pop3d is not installed");
        await using RealServer server = await RealServer.StartAsync(
            "dovecot", ServerConfigurations.DovecotPop3, needsRoot: true);
        await using DoorwayProcess client = server.Connect("--crlf");
        await client.Output.WaitForAsync(@"^\+OK ");
        await SayAsync(client, "USER lab", @"^\+OK\r");
        await SayAsync(client, "PASS secret", @"^\+OK Logged in");
        await SayAsync(client, "RETR 1", @"^The first letter\.\r\n(.*\r\n)*\.\r");
        await SayAsync(client, "QUIT", @"^\+OK Logging out");
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task IMAP_a_mailbox_opened_in_dovecot()
    {
        Assert.SkipUnless(
            File.Exists("/usr/lib/dovecot/imap"), "dovecot-imapd is not installed");
        await using RealServer server = await RealServer.StartAsync(
            "dovecot", ServerConfigurations.DovecotImap, needsRoot: true);
        await using DoorwayProcess client = server.Connect("--crlf");
        await client.Output.WaitForAsync(@"^\* OK ");
        await SayAsync(client, "a1 LOGIN lab secret", "^a1 OK ");
        await SayAsync(client, "a2 SELECT INBOX", @"^\* 1 EXISTS\r\n(.*\r\n)*a2 OK ");
        await SayAsync(client, "a3 LOGOUT", "^a3 OK ");
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task Telnet_a_login_prompt_once_every_option_is_refused()
    {
        await using RealServer server = await RealServer.StartForEachConnectionAsync(
            "telnetd", _ => Task.FromResult<string[]>([]), needsRoot: true);
        await using DoorwayProcess client = server.Connect();
        await TelnetRefusal.AnswerUntilAsync(client, "login: ");
        await client.WriteAsync("nobody\r\n"u8.ToArray());
        await client.Output.WaitForAsync("Password: ");
    }

    [Fact]
    public async Task NNTP_a_group_on_sn()
    {
        await using RealServer server = await RealServer.StartForEachConnectionAsync(
            "snntpd", ServerConfigurations.Sn);
        await using DoorwayProcess client = server.Connect("--crlf");
        await client.Output.WaitForAsync("^20[01] ");
        await SayAsync(client, "GROUP lab.talk", "^211 0 ");
        await SayAsync(client, "QUIT", "^205 ");
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task Gopher_a_menu_and_a_text_from_gophernicus()
    {
        await using RealServer server = await RealServer.StartForEachConnectionAsync(
            "gophernicus", ServerConfigurations.Gophernicus, user: "nobody");
        await using DoorwayProcess menu = server.Connect("--crlf");
        Assert.Contains("\t/hello.txt\t", await menu.FilterAsync("\n"));
        await using DoorwayProcess text = server.Connect("--crlf");
        Assert.StartsWith("This is a text.", await text.FilterAsync("/hello.txt\n"));
    }

    static async Task SayAsync(DoorwayProcess client, string line, string answer)
    {
        await client.WriteLineAsync(line);
        await client.Output.WaitForAsync(answer);
    }
}
