using System.Diagnostics.CodeAnalysis;

namespace Doorway.Watch.Flows;

/// <summary>
/// A map that forgets: of its values, those that nobody asked for lately give way. It holds at
/// most twice its capacity.
/// </summary>
/// <param name="capacity">How many are kept for sure.</param>
sealed class Recent<TKey, TValue>(int capacity)
    where TKey : notnull
{
    Dictionary<TKey, TValue> _young = [];
    Dictionary<TKey, TValue> _old = [];

    /// <summary>How many there are.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The value of a key, which is young again thereby.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.Remove(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>Gives a key its value.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_young.Count >= capacity && !_young.ContainsKey(key))
        {
            (_old, _young) = (_young, []);
        }

        _young[key] = value;
        _old.Remove(key);
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }
}
