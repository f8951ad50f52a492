using System.Text.RegularExpressions;
using Doorway.Check;
using Doorway.Cli.Checks;
using Doorway.Cli.Terminal;

namespace Doorway.Tests.Command;

/// <summary>A check as text.</summary>
public sealed class CheckTextTests
{
    static string Text(CheckSheet sheet, string color = "never")
    {
        using var text = new StringWriter { NewLine = "\n" };
        CheckText.Write(sheet, text, Color.Of(color, isTerminal: false));
        return text.ToString();
    }

    [Fact]
    public void What_is_wrong_comes_first_and_the_gravest_before_the_rest() => Assert.Equal(
        ["MUST  tcp/d/must", "SHOULD  tcp/c/should", "NOTE  tcp/b/note"],
        Regex.Matches(Text(CheckSheets.Mixed), @"(?m)^[A-Z]+  tcp/\S+").Select(line => line.Value));

    [Fact]
    public void The_verdict_is_the_last_line() => Assert.Equal(
        "MUST 1 of 2, SHOULD 1 of 2, NOTE 0 of 1; 1 not tried; 1 where Doorway failed",
        Text(CheckSheets.Mixed).TrimEnd().Split('\n')[^1]);

    [Fact]
    public void What_was_never_finished_says_so() => Assert.Contains(
        "\nINCOMPLETE: MUST 1 of 2", Text(CheckSheets.Mixed with { IsComplete = false }));

    [Fact]
    public void A_finding_has_its_proof_its_causes_its_fix_and_the_command_that_repeats_it()
    {
        CaseResult result = CheckSheets.Failed(
            "tcp/d/must", CheckLevel.Must, CheckSheets.Difference("HELLO\n", "HELL\n"));
        Assert.Equal(
            """
            python3 'my server.py': a TCP server, port 12000, profile line, service upper, in Python

            MUST  tcp/d/must  Says <b>nothing</b> & stops
              nothing came

                expected  HELLO\n
                actual    HELL\n
                              ^ byte 5; 6 bytes expected, 5 came

                  ms  Doorway                                   program
                 0.5  connect #1
                 1.2  FIN #1 -->
                 1.5                                            send #1 2 "HE"

              Required
                A program answers. (RFC 9293 3.5)

              One of these, likeliest first
                - It forgot to.
                - It could not.

              Fix
                Answer.

                  if x < 1 and y > 2:
                      connection.sendall(answer)

              Again
                doorway check server --run 'python3 '\''my server.py'\''' tcp://:12000 --profile line --only tcp/d/must

            MUST 0 of 1

            """,
            Text(CheckSheets.Of(result with
            {
                Finding = result.Finding! with { Symptom = "nothing came" },
                Trace = [result.Trace[0], result.Trace[1] with { Bytes = "HE"u8.ToArray(), Length = 2 },
                    result.Trace[2] with { Time = TimeSpan.FromMilliseconds(1.2) }],
            })));
    }

    [Fact]
    public void The_cause_is_told_in_the_language_of_the_program()
    {
        CheckSheet sheet = CheckSheets.Of(CheckSheets.Failed("tcp/d/must", CheckLevel.Must));
        string java = Text(sheet with { Traits = sheet.Traits! with { Language = Language.Java } });
        Assert.Matches(@"Likely cause\n +write\(\) without flush\(\)\.\n", java);
        Assert.Contains("In Python: doorway check explain tcp/d/must", java);
        Assert.DoesNotContain("sendall", java);
    }

    [Fact]
    public void What_is_known_of_this_very_program_goes_before_what_is_known_of_all()
    {
        CaseResult result = CheckSheets.Failed("tcp/d/must", CheckLevel.Must);
        string text = Text(CheckSheets.Of(result with
        {
            Finding = result.Finding! with { Causes = ["server.py, line 12"], Fix = "That line." },
        }));
        Assert.Matches(@"Likely cause\n +server\.py, line 12\n\n +Fix\n +That line\.\n", text);
        Assert.DoesNotContain("It forgot to", text);
    }

    [Fact]
    public void Where_a_program_died_goes_before_all_that_is_likely()
    {
        CaseResult result = CheckSheets.Failed("tcp/d/must", CheckLevel.Must);
        CheckSheet sheet = CheckSheets.Of(result with
        {
            Finding = result.Finding! with { Place = "server.py, line 12: ValueError: no" },
        });
        Assert.Matches(
            @"Where it died, and what is likely\n +- server\.py, line 12: ValueError: no\n"
                + @" +- It forgot to\.\n",
            Text(sheet));
        string json = sheet.Written(
            (one, output) => CheckJson.Write(one, null, output));
        Assert.Matches(
            """
            "causes": ?\[\s*"server\.py, line 12: ValueError: no",\s*"It forgot to\."
            """, json);
    }

    [Fact]
    public void Nothing_that_a_program_printed_reaches_a_terminal()
    {
        string text = Text(CheckSheets.Mixed) + Text(CheckSheets.NotStarted);
        Assert.DoesNotContain(text, letter => letter != '\n' && char.IsControl(letter));
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains(@"\x1b[2J\x00</pre>", text);
    }

    [Fact]
    public void With_colour_it_says_the_same()
    {
        string colored = Text(CheckSheets.Mixed, "always");
        Assert.Contains("\e[1;31mMUST\e[0m", colored);
        Assert.Equal(Text(CheckSheets.Mixed), Regex.Replace(colored, @"\e\[[\d;]*m", ""));
    }

    [Fact]
    public void A_program_that_did_not_start_is_the_one_finding()
    {
        string text = Text(CheckSheets.NotStarted);
        Assert.Contains("NOT STARTED\n  it exited with code 1", text);
        Assert.Contains("There is no such file.", text);
        Assert.EndsWith("\nnot started, so nothing could be checked\n", text);
    }

    [Fact]
    public void A_start_that_failed_is_told_once()
    {
        CheckSheet sheet = CheckSheets.NotStarted with
        {
            Results = [CheckSheets.Failed("program/start", CheckLevel.Must)],
        };
        string text = Text(sheet);
        Assert.DoesNotContain("NOT STARTED", text);
        Assert.Contains("MUST  program/start", text);
        Assert.EndsWith("\nnot started, so nothing could be checked\n", text);
        Assert.Equal(3, sheet.ExitCode);
    }

    [Fact]
    public void Of_many_that_were_not_tried_for_one_reason_some_are_named()
    {
        CaseResult skipped = CheckSheets.Mixed.With(CaseOutcome.Skipped).Single() with
        {
            Reason = "it is gone",
        };
        Assert.Contains(
            "\nnot tried: tcp/a, tcp/b, tcp/c and 3 more: it is gone\n",
            Text(CheckSheets.Of([.. "abcdef".Select(letter => skipped with
            {
                Case = new FakeCase($"tcp/{letter}"),
            })])));
    }

    [Fact]
    public void A_long_ladder_shows_how_it_began_and_how_it_ended()
    {
        TraceEvent[] steps = [.. Enumerable.Range(1, 500).Select(number => new TraceEvent(
            TimeSpan.FromMilliseconds(number), TraceSide.Doorway, $"step{number}", default, 0))];
        string[] lines = [.. TraceLadder.Lines(steps)];
        Assert.Equal(33, lines.Length);
        Assert.Contains("step1", lines[0]);
        Assert.Contains("... 468 more steps ...", lines[14]);
        Assert.Contains("step500", lines[^1]);
    }

    [Fact]
    public void A_long_message_is_counted_whole_and_shown_in_part()
    {
        var step = new TraceEvent(
            TimeSpan.Zero, TraceSide.Doorway, "send", new byte[256], 3)
        { Length = 65536 };
        Assert.StartsWith("send #3 65536 \"\\x00\\x00", TraceLadder.Words(step));
        Assert.EndsWith("\\x00...\"", TraceLadder.Words(step));
        Assert.Equal("PSH ACK 2 bytes #1 \"hi\"", TraceLadder.Words(new TraceEvent(
            TimeSpan.Zero, TraceSide.Program, "PSH ACK 2 bytes", "hi"u8.ToArray(), 1, IsFrame: true)));
    }

    [Theory]
    [InlineData(0, 0, 0, CheckLevel.Must, 3)]
    [InlineData(1, 0, 0, CheckLevel.Must, 0)]
    [InlineData(1, 1, 0, CheckLevel.Must, 1)]
    [InlineData(1, 1, 0, CheckLevel.Should, 0)]
    [InlineData(1, 0, 1, CheckLevel.Must, 4)]
    [InlineData(1, 1, 1, CheckLevel.Must, 1)]
    public void The_exit_code_says_whose_fault_it_is(
        int passed, int failed, int broken, CheckLevel level, int code)
    {
        CaseResult broke = CheckSheets.Mixed.With(CaseOutcome.Broken).Single();
        CheckSheet sheet = CheckSheets.Of(
        [
            .. Enumerable.Range(0, passed).Select(_ => CheckSheets.Passed("tcp/a/a", level)),
            .. Enumerable.Range(0, failed).Select(_ => CheckSheets.Failed("tcp/b/b", level)),
            .. Enumerable.Range(0, broken).Select(_ => broke),
            CheckSheets.Mixed.With(CaseOutcome.Skipped).Single(),
        ]);
        Assert.Equal(code, sheet.ExitCode);
        Assert.Equal(3, CheckSheets.NotStarted.ExitCode);
        Assert.Equal(130, (sheet with { IsComplete = false, StoppedWith = 130 }).ExitCode);
    }
}
