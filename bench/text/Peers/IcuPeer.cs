using System.Runtime.InteropServices;

namespace Doorway.Bench.Text.Peers;

/// <summary>ICU's ucasemap_utf8ToUpper with the root locale, UTF-8 to UTF-8.</summary>
sealed unsafe class IcuPeer : SpanPeer
{
    const int Oldest = 60, Newest = 99;

    readonly delegate* unmanaged[SuppressGCTransition]<
        nint, byte*, int, byte*, int, int*, int> _upper;
    readonly nint _map;

    internal IcuPeer()
    {
        var (library, version) = Library
            ?? throw new DllNotFoundException("There is no libicuuc.");
        nint upper = NativeLibrary.GetExport(library, $"ucasemap_utf8ToUpper_{version}");
        _upper = (delegate* unmanaged[SuppressGCTransition]<
            nint, byte*, int, byte*, int, int*, int>)upper;
        var open = (delegate* unmanaged<byte*, uint, int*, nint>)
            NativeLibrary.GetExport(library, $"ucasemap_open_{version}");
        int error = 0;
        fixed (byte* root = "\0"u8) _map = open(root, 0, &error);
        if (error > 0) throw new InvalidOperationException($"ucasemap_open failed: {error}");
    }

    internal override string Name => "ICU";

    internal override bool IsFull => true;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        int error = 0;
        fixed (byte* from = text, to = room)
        {
            int written = _upper(_map, to, room.Length, from, text.Length, &error);
            return error <= 0 ? written
                : throw new InvalidOperationException($"ucasemap_utf8ToUpper failed: {error}");
        }
    }

    internal static bool IsPresent => Library is not null;

    static (nint Handle, int Version)? Library { get; } = Load();

    static (nint, int)? Load()
    {
        for (int version = Newest; version >= Oldest; version--)
            if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out nint library))
                return (library, version);
        return null;
    }
}
