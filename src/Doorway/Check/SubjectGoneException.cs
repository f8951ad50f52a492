namespace Doorway.Check;

/// <summary>The program did not start, or was not there when a case needed it.</summary>
/// <param name="reason">What it did instead, in a sentence.</param>
class SubjectGoneException(string reason) : Exception(reason);
