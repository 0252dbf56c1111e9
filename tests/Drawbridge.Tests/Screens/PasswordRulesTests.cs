using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Passwords.Texts;
using Drawbridge.Protocol.Brokers;

namespace Drawbridge.Tests.Screens;

public sealed class PasswordRulesTests
{
    private static readonly BrokerEntity Broker = new(
        1,
        BrokerName.Parse("northwind_main"),
        new Crm(1, BrokerCrmName.Parse("crm"), new()),
        new()
        {
            DisplayName = "Northwind",
            LegalEntity = "Northwind Ltd",
            Jurisdiction = "Nowhere",
            SuccessUrls = [new(new("https://app.test/cb"))],
            Platform = new(new("https://platform.test"), 1),
        });

    [Theory]
    [InlineData("", "ErrorPasswordMissing")]
    [InlineData("x7#kQ2z", "ErrorPasswordShort")]
    [InlineData("password1", "ErrorPasswordCommon")]
    [InlineData("northwind1", "ErrorPasswordPersonal")]
    [InlineData("okonkwo88", "ErrorPasswordPersonal")]
    [InlineData("aaaaaaaaaaaa", "ErrorPasswordPattern")]
    [InlineData("lantern gravel otter quilt", null)]
    [InlineData("9fK!wq27Zb", null)]
    public void Says_what_is_wrong(string password, string? fault) =>
        (PasswordRules.FaultOf(password, Broker, ["marlene@example.com", "Marlene", "Okonkwo"])?.Name).ShouldBe(fault);

    [Fact]
    public void Takes_up_to_128_characters()
    {
        var text = string.Concat(Enumerable.Range(0, 43).Select(i => $"{(char)('a' + (i * 7 % 26))}{(char)('a' + (i * 11 % 26))}{i % 10}"));

        PasswordRules.FaultOf(text[..128], Broker, []).ShouldBeNull();
        PasswordRules.FaultOf(text[..129], Broker, []).ShouldBe(PasswordTextKey.ErrorPasswordLong);
    }
}
