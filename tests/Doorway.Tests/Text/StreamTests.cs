using System.Buffers;
using System.Text;
using Doorway.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Text;

public sealed class StreamTests
{
    static readonly Arbitrary<int[]> Pieces = Arb.Array(Arb.From(Gen.Choose(0, 20)));

    static readonly Arbitrary<int[]> Rooms = Arb.Filter(
        Arb.Array(Arb.From(Gen.Frequency((3, Gen.Choose(0, 20)), (1, Gen.Choose(21, 200))))),
        rooms => rooms.Length > 0);

    [Fact]
    public void Neither_the_split_of_a_stream_nor_the_room_changes_the_answer() => FsCheck.Check.One(
        Bytes.Thorough, Prop.ForAll(Bytes.Any, Pieces, Rooms, (bytes, pieces, rooms) =>
            Assert.Equal(Uppercase.Of(bytes), Uppercase.OfStream(bytes, pieces, rooms))));

    [Fact]
    public void Every_split_in_two_gives_the_same_answer()
    {
        byte[] text = Encoding.UTF8.GetBytes("aß ΐ ﬃ 日 𐐨 and letters to fill a vector ß ΐ ﬃ 😀");
        for (int split = 0; split <= text.Length; split++)
            Assert.Equal(Uppercase.Of(text), Uppercase.OfStream(text, [split], [1000]));
    }

    [Fact]
    public void Any_call_answers_as_the_reference_does() => FsCheck.Check.One(
        Bytes.Thorough, Prop.ForAll(Bytes.Any, Arb.From(Gen.Choose(0, 400)), (bytes, room) =>
        {
            foreach (bool isFinal in new[] { false, true })
                Assert.Equal(
                    Call(Utf8Upper.ConvertScalar, bytes, room, isFinal),
                    Call(Uppercase.Checked, bytes, room, isFinal));
        }));

    [Fact]
    public void Upper_case_of_any_bytes_stays_as_it_is() => FsCheck.Check.One(
        Bytes.Thorough, Prop.ForAll(Bytes.Any, bytes =>
            Assert.Equal(Uppercase.Of(bytes), Uppercase.Of(Uppercase.Of(bytes)))));

    static (OperationStatus, int, string) Call(
        Uppercase.Conversion conversion, byte[] bytes, int room, bool isFinal)
    {
        byte[] destination = new byte[room];
        var status = conversion(bytes, destination, out int consumed, out int written, isFinal);
        return (status, consumed, Convert.ToHexString(destination, 0, written));
    }
}
