using Drawbridge.Protocol.Money;

namespace Drawbridge.Tests.Payments;

public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("my card is 4111 1111 1111 1111, thanks")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4111.1111.1111.1111")]
    [InlineData("4111 - 1111 - 1111 - 1111")]
    [InlineData("4111\u00a01111\u202f1111\u20111111")]
    [InlineData("4111\n1111\n1111\n1111")]
    [InlineData("4111 1111 1111 1111 12/27 123")]
    [InlineData("4111111111111111 12/27 123")]
    [InlineData("378282246310005")]
    [InlineData("3782 822463 10005")]
    [InlineData("4222222222222")]
    [InlineData("6304000000000000000")]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١")]
    [InlineData("x4111111111111111x")]
    [InlineData("5555 5555 5555 4444 and 20 EUR")]
    public void A_card_number_is_found_however_it_is_written(string text) => CardNumber.IsIn(text).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("250.50")]
    [InlineData("4111111111111112")]
    [InlineData("411111111111")]
    [InlineData("0000000000000000")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("DE89370400440532013000")]
    [InlineData("NO93 8601 1117 947")]
    [InlineData("+49 30 901820, please call after 18:00")]
    [InlineData("D-7K2M9QX4ZB5T8W3N")]
    [InlineData("2026-11-21 07:50 and 2026-11-22 08:50, which one?")]
    public void What_is_none_is_let_through(string? text) => CardNumber.IsIn(text).ShouldBeFalse();

    [Fact]
    public void One_of_ten_numbers_of_that_length_has_the_right_check_digit() =>
        Enumerable.Range(0, 10).Count(static last => CardNumber.IsIn($"411111111111111{last}")).ShouldBe(1);
}
