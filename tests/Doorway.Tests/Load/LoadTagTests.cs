using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests;

public sealed class LoadTagTests
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    static Gen<ulong> Numbers =>
        from high in Gen.Choose(0, (1 << 20) - 1)
        from low in Gen.Choose(0, (1 << 20) - 1)
        select ((ulong)high << 20) | (uint)low;

    static byte[] Tag(ulong number, bool isUpper = false)
    {
        byte[] tag = new byte[LoadTag.Length];
        LoadTag.Write(tag, number, isUpper);
        return tag;
    }

    [Fact]
    public void A_number_is_read_as_it_was_written() =>
        FsCheck.Check.One(Runs, Prop.ForAll(Arb.From(Numbers), number =>
            LoadTag.TryRead(Tag(number), out ulong read) && read == number));

    [Fact]
    public void It_survives_upper_casing() =>
        FsCheck.Check.One(Runs, Prop.ForAll(Arb.From(Numbers), number =>
            Samples.Upper(Tag(number)).SequenceEqual(Tag(number, isUpper: true))
            && LoadTag.TryRead(Tag(number, isUpper: true), out ulong read) && read == number));

    [Fact]
    public void It_is_told_after_any_one_bit_was_flipped() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            Arb.From(Numbers), Arb.From<bool>(Gen.Elements(true, false)), (number, isUpper) =>
                Enumerable.Range(0, LoadTag.Length * 8).All(bit =>
                {
                    byte[] tag = Tag(number, isUpper);
                    tag[bit / 8] ^= (byte)(1 << (bit % 8));
                    return LoadTag.TryRead(tag, out ulong read) && read == number;
                })));

    [Fact]
    public void It_is_told_after_any_one_byte_was_changed() =>
        FsCheck.Check.One(Runs, Prop.ForAll(
            Arb.From(Numbers), Arb.From(Gen.Choose(0, LoadTag.Length - 1)),
            Arb.From(Gen.Choose(0, 255)), (number, at, value) =>
            {
                byte[] tag = Tag(number);
                tag[at] = (byte)value;
                return LoadTag.TryRead(tag, out ulong read) && read == number;
            }));

    [Fact]
    public void Two_numbers_differ_in_three_letters_at_least() =>
        FsCheck.Check.One(Runs, Prop.ForAll(Arb.From(Numbers), Arb.From(Numbers), (one, other) =>
            one == other
            || Tag(one).Zip(Tag(other)).Count(pair => pair.First != pair.Second) >= 3));

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaaaaaa")]
    [InlineData("are you there? I think so")]
    [InlineData("zzaaaaaaaaaa")]
    public void What_is_no_tag_is_not_read(string text) =>
        Assert.False(LoadTag.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Of_two_wrong_letters_none_is_put_right_where_they_are_strangers()
    {
        byte[] tag = Tag(123_456_789);
        tag[2] = (byte)'?';
        tag[7] = (byte)'!';
        Assert.False(LoadTag.TryRead(tag, out ulong number));
        Assert.Equal(0UL, number);
    }
}
