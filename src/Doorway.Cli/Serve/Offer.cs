using Doorway.Services;

namespace Doorway.Cli.Serve;

/// <summary>
/// What a server offers: a pure service, a conversation, or one for datagrams and one for streams.
/// </summary>
/// <param name="Name">How it is called in what the server says.</param>
/// <param name="Service">The pure service; null for a conversation only.</param>
/// <param name="Conversation">The conversation; null for a pure service only.</param>
sealed record Offer(string Name, IService? Service, Conversation? Conversation)
{
    /// <summary>Whether datagrams can be answered.</summary>
    public bool AnswersDatagrams => Service is not null;

    /// <summary>The pure service of that name, null for any other.</summary>
    public static IService? Pure(string name) => name switch
    {
        "upper" => ToUpper.Instance,
        "echo" => Echo.Instance,
        _ => null,
    };

    /// <summary>Where it listens when no address is given.</summary>
    public async Task<IReadOnlyList<Address>> DefaultAddressesAsync(
        Action<string> say, Journal? journal, CancellationToken cancellation)
    {
        if (Name == "greet")
        {
            return await GreetingAddresses.FindAsync(say, journal, cancellation);
        }

        Address tcp = Address.Of(Transport.Tcp, "localhost", LabPorts.ToUpper);
        return AnswersDatagrams
            ? [Address.Of(Transport.Udp, "localhost", LabPorts.ToUpper), tcp] : [tcp];
    }
}
