using Drawbridge.Protocol.Screens;

namespace Drawbridge.Tests.Branding;

public sealed class ForbiddenNamesTests
{
    [Theory] // SCR-62, SCR-63
    [InlineData("Log in with your cTrader ID", "cTrader ID")]
    [InlineData("ihre cTraderID hier", "cTraderID")]
    [InlineData("Dein cTID", "cTID")]
    [InlineData("Better than MetaTrader 5!", "MetaTrader 5")]
    [InlineData("使用MT4交易", "MT4")]
    [InlineData("MT5で取引", "MT5")]
    [InlineData("Лучше, чем МетаТрейдер", "МетаТрейдер")]
    [InlineData("メタトレーダーより速い", "メタトレーダー")]
    [InlineData("أفضل من ميتاتريدر", "ميتاتريدر")]
    [InlineData("charts by TradingView", "TradingView")]
    public void A_name_is_found_in_any_script(string text, string name) => ForbiddenNames.FindIn(text).ShouldBe(name);

    [Theory]
    [InlineData("Trade on cTrader")] // the platform itself may be named
    [InlineData("The factid of the matter")]
    [InlineData("Amt4ig")]
    [InlineData("Trading views of our analysts are no advice")]
    public void Other_words_are_not(string text) => ForbiddenNames.FindIn(text).ShouldBeNull();
}
