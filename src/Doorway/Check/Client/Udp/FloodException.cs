namespace Doorway.Check.Client.Udp;

/// <summary>A client sends the same datagrams again and again, without a pause.</summary>
sealed class FloodException() : SubjectGoneException(
    "it sends without end: see udp/client/many-datagrams");
