using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>What the figures of a report mean, for who has never measured a server.</summary>
static class Explanation
{
    /// <summary>Why there are two latencies.</summary>
    public static XElement Latencies(LoadPlan plan) => new(
        "section", new XElement("h2", "Two latencies"),
        Terms(
            ("From actual send",
             "From the moment that a message left to its answer: how long the server and the way "
             + "to it took for the messages that were sent."),
            ("From planned time",
             "From the moment that the message was due by the schedule to its answer. A message "
             + "that waited for its turn, because the server had stopped, has waited; so has the "
             + "person behind it."),
            ("Coordinated omission",
             "A generator that sends the next message only when the last answer has come stops "
             + "asking just while the server is slow. A server that stands still for a second "
             + "then spoils one measurement for each connection, not the thousands that fell due "
             + "in that second, and no percentile shows it. Measured from the planned time, each "
             + "of those thousands counts with its own wait. Where the two curves part, this is "
             + "why.")),
        plan.Rate is null
            ? new XElement(
                "p", "This run was a closed loop: each message was planned for the moment that an "
                + "answer made room for it, so the two hardly differ, and a pause of the server "
                + "is hidden in both. ", new XElement("code", "--rate"),
                " plans messages evenly instead.")
            : new XElement(
                "p", "This run was an open loop: its messages were planned evenly (",
                new XElement("code", "--rate"), "), whether or not answers came."));

    /// <summary>What may become of a message.</summary>
    public static XElement Fates(LoadPlan plan) => new(
        "section", new XElement("h2", "What became of the messages"),
        Terms(
            ("answered", $"The right answer came within {Amount.Asked(plan.Timeout)}."),
            ("late", "The right answer came, but after that time. Latencies count it."),
            ("lost", "No answer came. Latencies can't count it: with many losses, read them so."),
            ("duplicated", "Further answers to a message that had been answered."),
            ("reordered",
             "Answers that came after the answer to a message sent later (RFC 4737). TCP and Unix "
             + "streams have none by design."),
            ("corrupted", "The answer was not the right one, or belonged to no message.")));

    static XElement Terms(params (string Term, string Meaning)[] terms) => new(
        "dl", terms.Select(term => (XElement[])
            [new XElement("dt", term.Term), new XElement("dd", term.Meaning)]));
}
