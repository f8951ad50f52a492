namespace Doorway.Check;

/// <summary>A case's time is over, though the program still works on something.</summary>
sealed class OutOfTimeException() : Exception("the case's time is over");
