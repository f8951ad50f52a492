using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class ChatTests : IAsyncDisposable
{
    readonly ConcurrentQueue<string> _heard = new();
    readonly ConcurrentQueue<string> _left = new();
    readonly List<TalkClient> _clients = [];
    TalkServer? _server;
    int _joined;

    Chat NewChat(int memberQueue = 1 << 20) => new()
    {
        MemberQueue = memberQueue,
        Heard = (_, line) => _heard.Enqueue(line),
        Joined = _ => Interlocked.Increment(ref _joined),
        Left = (_, why) => _left.Enqueue(why),
    };

    async Task StartAsync(Chat chat, bool unix = false) =>
        _server = await TalkServer.StartAsync(chat.Conversation, unix);

    async Task<TalkClient> JoinAsync(Chat chat, int? receiveBuffer = null)
    {
        int before = chat.Members;
        TalkClient client = _server!.Connect(receiveBuffer);
        _clients.Add(client);
        await Eventually.HoldsAsync(() => chat.Members > before);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_goes_to_all_the_others_and_is_heard_at_the_terminal(bool unix)
    {
        Chat chat = NewChat();
        await StartAsync(chat, unix);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        TalkClient carl = await JoinAsync(chat);
        await anna.SendAsync("guten Tag, grüß euch\r\n");
        Assert.Equal("guten Tag, grüß euch\n", await bert.ReceiveUntilAsync("\n"));
        Assert.Equal("guten Tag, grüß euch\n", await carl.ReceiveUntilAsync("\n"));
        await bert.SendAsync("hello\n");
        Assert.Equal("hello\n", await anna.ReceiveUntilAsync("\n"));
        Assert.Equal("hello\n", await carl.ReceiveUntilAsync("\n"));
        Assert.False(bert.IsReadableWithin(TimeSpan.FromMilliseconds(200)));
        await Eventually.HoldsAsync(() => _heard.Count == 2);
        Assert.Equal(["guten Tag, grüß euch", "hello"], _heard);
        Assert.Equal(3, _joined);
    }

    [Fact]
    public async Task What_is_said_at_the_terminal_goes_to_all()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        chat.Say("welcome");
        chat.Say("both\n");
        Assert.Equal("welcome\nboth\n", await anna.ReceiveUntilAsync("both\n"));
        Assert.Equal("welcome\nboth\n", await bert.ReceiveUntilAsync("both\n"));
        Assert.Empty(_heard);
    }

    [Fact]
    public async Task A_sentence_without_a_newline_is_a_line_once_it_is_quiet()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        await anna.SendAsync("no newline");
        Assert.Equal("no newline\n", await bert.ReceiveUntilAsync("\n"));
        await anna.SendAsync("\nnext\n");
        Assert.Equal("next\n", await bert.ReceiveUntilAsync("\n"));
    }

    [Fact]
    public async Task A_pause_within_a_character_does_not_tear_it()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        await anna.SendAsync(new byte[] { 0xc3 });
        Assert.False(bert.IsReadableWithin(TimeSpan.FromMilliseconds(400)));
        await anna.SendAsync(new byte[] { 0xbc, (byte)'\n' });
        Assert.Equal("ü\n", await bert.ReceiveUntilAsync("\n"));
        await anna.SendAsync(new byte[] { (byte)'a', 0xe2, 0x82 });
        Assert.Equal("a\n", await bert.ReceiveUntilAsync("\n"));
        anna.FinishSending();
        Assert.Equal(new byte[] { 0xe2, 0x82, (byte)'\n' }, await ReceiveLineAsync(bert));
    }

    static async Task<byte[]> ReceiveLineAsync(TalkClient client)
    {
        var line = new List<byte>();
        while (line is not [.., (byte)'\n'])
        {
            byte[] piece = (await client.ReceiveBytesAsync()).ToArray();
            Assert.NotEmpty(piece);
            line.AddRange(piece);
        }

        return [.. line];
    }

    [Fact]
    public async Task Pieces_that_follow_soon_are_one_line()
    {
        var chat = new Chat { Quiet = TimeSpan.FromMinutes(1) };
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        foreach (char c in "in pieces\n")
        {
            await anna.SendAsync(c.ToString());
            await Task.Delay(5);
        }

        Assert.Equal("in pieces\n", await bert.ReceiveAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_pass_through()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        byte[] line = [.. Enumerable.Range(0, 256).Where(b => b != '\n').Select(b => (byte)b), 10];
        await anna.SendAsync(line);
        anna.FinishSending();
        await Eventually.HoldsAsync(() => chat.Members == 1);
        Task stopping = _server!.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(line, await bert.ReceiveToEndAsync());
        bert.Dispose();
        await stopping;
    }

    [Fact]
    public async Task A_partial_line_at_the_end_is_delivered_and_the_member_leaves()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        await anna.SendAsync("bye");
        anna.FinishSending();
        Assert.Equal("bye\n", await bert.ReceiveUntilAsync("\n"));
        Assert.Equal(SocketError.Success, await anna.WaitForEndAsync());
        await Eventually.HoldsAsync(() => !_left.IsEmpty);
        Assert.Equal(["left"], _left);
        Assert.Equal(1, chat.Members);
    }

    [Fact]
    public async Task A_member_that_is_reset_leaves()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        anna.Reset();
        await Eventually.HoldsAsync(() => !_left.IsEmpty);
        Assert.Equal(["reset by the peer"], _left);
        chat.Say("still here");
        Assert.Equal("still here\n", await bert.ReceiveUntilAsync("\n"));
    }

    [Fact]
    public async Task A_line_of_more_than_64_KiB_is_cut_into_lines()
    {
        Chat chat = NewChat();
        await StartAsync(chat);
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        await anna.SendAsync(new string('x', 150_000) + "\n.\n");
        string[] lines = (await bert.ReceiveUntilAsync("\n.\n")).Split('\n');
        Assert.Equal([65_536, 65_536, 18_928, 1, 0], lines.Select(line => line.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_laggard_is_dropped_and_never_the_room(bool unix)
    {
        const int Queue = 256 * 1024;
        Chat chat = NewChat(Queue);
        await StartAsync(chat, unix);
        TalkClient lazy = await JoinAsync(chat, receiveBuffer: 4_096);
        TalkClient keen = await JoinAsync(chat);
        string line = new string('x', 999) + "\n";
        Task<int> reading = Task.Run(async () => (await keen.ReceiveUntilAsync("end\n")).Length);
        int said = 0;
        while (chat.Dropped == 0)
        {
            Assert.True(said < 100_000, "the laggard was not dropped");
            chat.Say(line);
            said++;
            await Task.Yield();
            await Eventually.HoldsAsync(() => keen.Socket.Available < 64 * 1024);
        }

        chat.Say("end");
        Assert.Equal((said * 1000) + 4, await reading);
        Assert.Equal(1, chat.Members);
        await Eventually.HoldsAsync(() => !_left.IsEmpty);
        Assert.Matches("^dropped: left [0-9]+(\\.[0-9])? KiB unread$", Assert.Single(_left));
        await lazy.WaitForEndAsync();
    }

    [Fact]
    public async Task Lines_of_many_senders_never_mix_and_each_senders_order_is_kept()
    {
        const int Senders = 8;
        const int Lines = 400;
        // Half a line must not count as one because the machine is busy.
        var chat = new Chat { MemberQueue = 64 << 20, Quiet = TimeSpan.FromMinutes(1) };
        await StartAsync(chat);
        var clients = new List<TalkClient>();
        for (int i = 0; i < Senders; i++)
        {
            clients.Add(await JoinAsync(chat));
        }

        IEnumerable<Task<string>> readers = [.. clients.Select(client => Task.Run(async () =>
        {
            var text = new StringBuilder();
            for (int lines = 0; lines < (Senders - 1) * Lines;)
            {
                string piece = await client.ReceiveAsync();
                lines += piece.Count(c => c == '\n');
                text.Append(piece);
            }

            return text.ToString();
        }))];
        await Task.WhenAll(clients.Select((client, sender) => Task.Run(async () =>
        {
            var random = new Random(sender);
            for (int i = 0; i < Lines; i++)
            {
                string word = new((char)('a' + sender), random.Next(200));
                string line = $"{sender} {i} {word}\n";
                int cut = random.Next(line.Length);
                await client.SendAsync(line[..cut]);
                await client.SendAsync(line[cut..]);
            }
        })));
        int reader = 0;
        foreach (string text in await Task.WhenAll(readers))
        {
            int[] next = new int[Senders];
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] words = line.Split(' ');
                int sender = int.Parse(words[0]);
                Assert.Equal(next[sender]++, int.Parse(words[1]));
                Assert.All(words[2], c => Assert.Equal((char)('a' + sender), c));
            }

            next[reader] = Lines;
            Assert.All(next, count => Assert.Equal(Lines, count));
            reader++;
        }
    }

    [Fact]
    public async Task A_member_who_types_while_the_server_drains_does_no_harm()
    {
        var faults = new ConcurrentQueue<ServerEvent>();
        Chat chat = NewChat();
        _server = await TalkServer.StartAsync(chat.Conversation, log: one =>
        {
            if (one.Kind == ServerEventKind.Fault)
            {
                faults.Enqueue(one);
            }
        });
        TalkClient anna = await JoinAsync(chat);
        TalkClient bert = await JoinAsync(chat);
        await anna.SendAsync("last words\n");
        Assert.Equal("last words\n", await bert.ReceiveUntilAsync("\n"));
        Task stopping = _server.Server.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SocketError.Success, await anna.WaitForEndAsync());
        await anna.SendAsync("too late\n");
        anna.FinishSending();
        Assert.Equal(SocketError.Success, await bert.WaitForEndAsync());
        bert.FinishSending();
        await stopping;
        Assert.Empty(faults);
        Assert.Equal(["left", "left"], _left);
    }
}
