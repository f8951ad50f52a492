namespace Doorway.Tests;

public sealed class AddressParseTests
{
    public static TheoryData<string, string> Accepted => AddressCases.Accepted();

    public static TheoryData<string, int, string> Refused => AddressCases.Refused();

    [Theory]
    [MemberData(nameof(Accepted))]
    public void An_address_has_one_canonical_text_that_reads_back_to_it(
        string text, string canonical)
    {
        var address = Read(text);
        Assert.Equal(canonical, address.ToString());
        Assert.Equal(address, Read(canonical));
        Assert.Equal(address.GetHashCode(), Read(canonical).GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_malformed_address_is_refused_with_the_position_and_the_reason(
        string text, int position, string words)
    {
        var read = Address.TryParse(text, AddressCases.Services, out var address, out var error);
        Assert.False(read);
        Assert.Null(address);
        Assert.NotNull(error);
        Assert.All(words.Split('|'), word => Assert.Contains(word, error.Message));
        Assert.Equal(position, error.Position);
        Assert.Equal(text, error.Text);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_a_refusal_tells_to_write_is_an_address(
        string text, int position, string words)
    {
        _ = position;
        _ = words;
        Address.TryParse(text, AddressCases.Services, out _, out var error);
        Assert.All(AddressCases.AdviceIn(error!.Message), advice => Read(advice));
        Assert.Equal(
            error.Message.Contains("write", StringComparison.Ordinal),
            AddressCases.AdviceIn(error.Message).Any());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refusal_is_one_short_line_without_control_characters(
        string text, int position, string words)
    {
        _ = position;
        _ = words;
        Address.TryParse(text, AddressCases.Services, out _, out var error);
        Assert.DoesNotContain(error!.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 10, 300);
    }

    [Fact]
    public void The_tables_hold_a_hundred_cases_each()
    {
        Assert.InRange(Accepted.Count, 100, int.MaxValue);
        Assert.InRange(Refused.Count, 100, int.MaxValue);
    }

    [Fact]
    public void Parse_throws_what_TryParse_reports()
    {
        const string Text = "tcp://localhost:99999";
        var thrown = Assert.Throws<AddressFormatException>(() => Address.Parse(Text));
        Assert.Equal(Text, thrown.Text);
        Assert.Equal(16, thrown.Position);
        Assert.False(Address.TryParse(Text, out _, out var error));
        Assert.Equal(thrown.Message, error.Message);
        Assert.Equal("tcp://localhost:80", Address.Parse("tcp://localhost:http").ToString());
    }

    [Fact]
    public void No_text_at_all_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Address.Parse(null!));
        Assert.False(Address.TryParse(null, out _, out var error));
        Assert.Equal("", error.Text);
    }

    static Address Read(string text) =>
        Address.TryParse(text, AddressCases.Services, out var address, out var error)
            ? address
            : throw error;
}
