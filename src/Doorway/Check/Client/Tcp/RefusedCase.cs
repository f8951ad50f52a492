namespace Doorway.Check.Client.Tcp;

/// <summary>
/// A requirement on a client whose server isn't there: nobody listens at the port, and the
/// connection is refused.
/// </summary>
abstract class RefusedCase : TcpClientCase
{
    /// <inheritdoc/>
    internal sealed override Verdict Run(Trial trial)
    {
        Subject client = trial.Start();
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            client.Type("is anybody there\n");
        }

        // One that offers another try leaves it at the end of its input.
        if (!trial.Until(() => client.HasExited))
        {
            client.EndInput();
        }

        trial.Until(() =>
            client.HasExited && client.Output.HasEnded && client.Errors.HasEnded);
        return Judge(trial, client);
    }

    /// <summary>Judges what it did.</summary>
    protected abstract Verdict Judge(Trial trial, Subject client);
}
