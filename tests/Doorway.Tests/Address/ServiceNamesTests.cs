namespace Doorway.Tests;

public sealed class ServiceNamesTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    ServiceNames Services(params string[] lines)
    {
        File.WriteAllLines(_path, lines);
        return new ServiceNames(_path);
    }

    static int? PortOf(ServiceNames services, string name, Transport transport) =>
        services.TryGetPort(name, transport, out var port) ? port : null;

    [Theory]
    [InlineData("http", 80)]
    [InlineData("nntp", 119)]
    [InlineData("ftp", 21)]
    [InlineData("ftp-data", 20)]
    [InlineData("smtp", 25)]
    [InlineData("pop3", 110)]
    [InlineData("imap", 143)]
    [InlineData("imap2", 143)]
    [InlineData("imap4", 143)]
    [InlineData("telnet", 23)]
    [InlineData("gopher", 70)]
    public void The_old_services_are_known_with_and_without_the_machine(string name, int port)
    {
        var none = new ServiceNames(_path);
        Assert.Equal(port, PortOf(none, name, Transport.Tcp));
        Assert.Equal(port, PortOf(Services("time 37/tcp"), name, Transport.Tcp));
        Assert.Equal(port, PortOf(ServiceNames.Machine, name, Transport.Tcp));
    }

    [Fact]
    public void A_folder_in_place_of_the_file_leaves_what_is_built_in()
    {
        Assert.Equal(80, PortOf(new ServiceNames(Path.GetTempPath()), "http", Transport.Tcp));
    }

    [Fact]
    public void Names_and_aliases_match_in_any_letter_case()
    {
        var services = Services("Daytime\t13/tcp  DAY\ttime-of-day # the time of day");
        Assert.Equal(13, PortOf(services, "daytime", Transport.Tcp));
        Assert.Equal(13, PortOf(services, "day", Transport.Tcp));
        Assert.Equal(13, PortOf(services, "TIME-of-Day", Transport.Tcp));
        Assert.Null(PortOf(services, "the", Transport.Tcp));
        Assert.Null(PortOf(services, "#", Transport.Tcp));
    }

    [Fact]
    public void A_service_belongs_to_its_protocol()
    {
        var services = Services("one 1001/tcp", "two 1002/udp", "both 1003/tcp", "both 1004/udp");
        Assert.Null(PortOf(services, "one", Transport.Udp));
        Assert.Null(PortOf(services, "two", Transport.Tcp));
        Assert.Equal(1003, PortOf(services, "both", Transport.Tcp));
        Assert.Equal(1004, PortOf(services, "both", Transport.Udp));
        Assert.Null(PortOf(services, "one", Transport.Unix));
        Assert.Null(services.NameOf(1001, Transport.Unix));
    }

    [Fact]
    public void The_first_line_of_a_name_or_a_port_wins()
    {
        var services = Services("a 1001/tcp b", "a 1002/tcp", "c 1001/tcp", "http 8080/tcp");
        Assert.Equal(1001, PortOf(services, "a", Transport.Tcp));
        Assert.Equal("a", services.NameOf(1001, Transport.Tcp));
        Assert.Equal(8080, PortOf(services, "http", Transport.Tcp));
    }

    [Fact]
    public void A_port_has_its_official_name_or_none()
    {
        var services = Services("mail-transfer 25/tcp smtp");
        Assert.Equal("mail-transfer", services.NameOf(25, Transport.Tcp));
        Assert.Equal("imap", services.NameOf(143, Transport.Tcp));
        Assert.Null(services.NameOf(25, Transport.Udp));
        Assert.Null(services.NameOf(12000, Transport.Tcp));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("bad 80")]
    [InlineData("bad 80/")]
    [InlineData("bad /tcp")]
    [InlineData("bad tcp/80")]
    [InlineData("bad -1/tcp")]
    [InlineData("bad 65536/tcp")]
    [InlineData("bad 99999999999999999999/tcp")]
    [InlineData("bad 80/tcp/udp")]
    [InlineData("bad 80/sctp")]
    [InlineData("bad # 80/tcp")]
    [InlineData("# bad 80/tcp")]
    [InlineData("\0\u00ff\ufffd")]
    [InlineData("")]
    public void A_line_that_can_not_be_read_is_skipped(string line)
    {
        var services = Services("before 1001/tcp", line, "after 1002/tcp");
        Assert.Null(PortOf(services, "bad", Transport.Tcp));
        Assert.Equal(1001, PortOf(services, "before", Transport.Tcp));
        Assert.Equal(1002, PortOf(services, "after", Transport.Tcp));
    }

    [Fact]
    public void The_file_is_read_once_at_the_first_question()
    {
        var services = new ServiceNames(_path);
        File.WriteAllText(_path, "late 1001/tcp\n");
        Assert.Equal(1001, PortOf(services, "late", Transport.Tcp));
        File.WriteAllText(_path, "late 1002/tcp\n");
        Assert.Equal(1001, PortOf(services, "late", Transport.Tcp));
    }
}
