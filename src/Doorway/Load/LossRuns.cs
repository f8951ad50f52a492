namespace Doorway;

/// <summary>
/// How many messages in a row were lost, and how often: whether each came, told in the order of
/// sending.
/// </summary>
sealed class LossRuns(Dictionary<int, long> table)
{
    int _length;

    /// <summary>The next message.</summary>
    public void Add(bool isLost)
    {
        if (isLost)
        {
            _length++;
            return;
        }

        End();
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        if (_length > 0)
        {
            table[_length] = table.GetValueOrDefault(_length) + 1;
            _length = 0;
        }
    }
}
