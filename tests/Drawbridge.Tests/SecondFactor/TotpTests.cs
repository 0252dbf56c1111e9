using System.Text;
using Drawbridge.Broker.SecondFactor;

namespace Drawbridge.Tests.SecondFactor;

public sealed class TotpTests
{
    private static readonly byte[] _secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B: the last six of the eight digits there.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_of_the_standard_come_out(long seconds, string code) =>
        Totp.CodeOf(_secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_off_by_one_step(int steps, bool isRight)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now) + steps;

        Totp.FindStep(_secret, Totp.CodeOf(_secret, step), now).ShouldBe(isRight ? step : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("0059245")]
    [InlineData("٠٠٥٩٢٤")]
    [InlineData("abcdef")]
    public void What_is_no_code_is_wrong(string code) =>
        Totp.FindStep(_secret, code, DateTimeOffset.FromUnixTimeSeconds(1234567890)).ShouldBeNull();

    // RFC 4648, section 10
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string text, string encoded) => Base32.Encode(Encoding.ASCII.GetBytes(text)).ShouldBe(encoded);

    [Fact]
    public void Recovery_codes_are_different_and_known_however_they_are_typed()
    {
        var codes = RecoveryCodes.New();

        codes.Distinct().Count().ShouldBe(10);
        var code = codes[0];
        code.ShouldMatch("^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$");
        RecoveryCodes.HashOf(code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()).ShouldBe(RecoveryCodes.HashOf(code));
        RecoveryCodes.HashOf("123456").ShouldBeNull();
    }

    [Fact]
    public void Apps_learn_issuer_and_account()
    {
        var setup = new SecondFactorSetup(_secret);

        setup.UriFor("Trading & Tech", "pat@example.com").ShouldBe(
            "otpauth://totp/Trading%20%26%20Tech:pat%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Trading%20%26%20Tech&algorithm=SHA1&digits=6&period=30");
        setup.ToString().ShouldNotContain("GEZD");
    }
}
