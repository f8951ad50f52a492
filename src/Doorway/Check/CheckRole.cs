namespace Doorway.Check;

/// <summary>Which part the checked program plays; Doorway plays the other.</summary>
public enum CheckRole
{
    /// <summary>The program answers: it is bound to a port, and we come to it.</summary>
    Server,

    /// <summary>The program asks: it comes to our port, and we type what it sends.</summary>
    Client,
}
