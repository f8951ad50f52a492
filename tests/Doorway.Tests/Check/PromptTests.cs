using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>Programs that ask for something at their keyboard before they do what they are for.
/// </summary>
public sealed class PromptTests
{
    const string Client = """
        import socket, sys
        user = input('User: ')
        sentence = input('Sentence: ')
        try:
            with socket.create_connection(('localhost', PORT), timeout=2) as connection:
                connection.sendall(sentence.encode())
                answer = connection.recv(65535)
        except OSError as error:
            sys.exit(f'no answer: {error}')
        print(answer.decode(errors='replace'))
        """;

    // A pipe is no terminal: what is printed stands in a buffer until the program ends.
    const string Buffered = """
        import socket, sys
        sys.stdout.write('Server: ')
        name = sys.stdin.readline().strip()
        sys.stdout.write('Sentence: ')
        sentence = sys.stdin.readline().strip()
        with socket.create_connection((name, PORT), timeout=2) as connection:
            connection.sendall(sentence.encode())
            print(connection.recv(65535).decode(errors='replace'))
        """;

    const string Server = """
        import socket
        server = socket.create_server(('', int(input('Which port? '))))
        while True:
            connection, address = server.accept()
            with connection:
                connection.sendall(connection.recv(65535).upper())
        """;

    static bool CanSee => CheckRun.CanIsolate;

    [Fact]
    public async Task A_client_that_asks_for_more_is_quoted_and_judged_no_further()
    {
        Assert.SkipUnless(CanSee, "it can't be seen here what a client sends");
        CheckReport report = await CheckAsync(CheckRole.Client, Client);
        CaseResult only = Assert.Single(Failures(report));
        Assert.Equal("program/prompts", only.Case.Id);
        Assert.Contains("\"User:\"", only.Finding!.Symptom, StringComparison.Ordinal);
        Assert.Contains("\"Sentence:\"", only.Finding.Symptom, StringComparison.Ordinal);
        Assert.Contains("--input", only.Finding.Symptom, StringComparison.Ordinal);
        Assert.All(
            report.Results.Where(one => one.Case.NeedsAnswer),
            one => Assert.Contains("program/prompts", one.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_whose_first_answers_are_given_is_judged_as_any_other()
    {
        CheckReport report = await CheckAsync(CheckRole.Client, Client, "ada");
        Assert.DoesNotContain(Failures(report), one => one.Case.Id == "program/prompts");
        foreach (string id in (string[])["tcp/client/not-shown", "tcp/client/altered"])
        {
            Assert.Equal(
                CaseOutcome.Passed, report.Results.Single(one => one.Case.Id == id).Outcome);
        }
    }

    [Fact]
    public async Task Of_questions_that_are_not_seen_nothing_is_said()
    {
        CheckReport report = await CheckAsync(CheckRole.Client, Buffered);
        Assert.DoesNotContain(Failures(report), one => one.Case.Id == "program/prompts");
    }

    [Fact]
    public async Task A_server_s_question_is_quoted()
    {
        CheckReport report = await CheckAsync(CheckRole.Server, Server);
        CaseResult found = report.Results.Single(one => one.Case.Id == "program/needs-input");
        Assert.StartsWith(
            "It asked \"Which port?\"", found.Finding!.Symptom, StringComparison.Ordinal);
    }

    static IEnumerable<CaseResult> Failures(CheckReport report) =>
        report.Results.Where(one => one.Outcome == CaseOutcome.Failed);

    static Task<CheckReport> CheckAsync(CheckRole role, string script, params string[] input)
    {
        int port = FreePorts.Next();
        string program = script.Replace("PORT", $"{port}", StringComparison.Ordinal);
        return CheckRun.RunAsync(new CheckPlan
        {
            Role = role,
            Command = ["python3", "-c", program],
            Address = Address.Of(Transport.Tcp, "", port),
            Profile = CheckProfile.Textbook,
            Input = input,
            CaseTime = TimeSpan.FromSeconds(20),
            TotalTime = TimeSpan.FromMinutes(4),
        });
    }
}
