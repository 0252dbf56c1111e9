using System.Globalization;
using System.Text.RegularExpressions;
using Drawbridge.Platform.Invite;

namespace Drawbridge.BrowserTests.InApp;

/// <summary>Without a browser: what goes into the platform's codes comes out again.</summary>
public sealed partial class QrReaderTests
{
    // INV-40
    [Theory]
    [InlineData("https://localhost:7444/app/?u=p")]
    [InlineData("https://localhost:7444/app/?brokerName=tradingtech_main&brokerCrmName=tradingtech_crm&u=robin.c984450174")]
    [InlineData("https://localhost:7444/app/?brokerName=tradingtech_main&brokerCrmName=tradingtech_crm&u=ROBIN-OKAFOR-OF-SOMEWHERE&partnerId=12345678901234567890")]
    [InlineData("https://localhost:7444/app/?brokerName=tradingtech_main&brokerCrmName=tradingtech_crm&u=a.very.long.nickname.of.somebody&partnerId=IB%20%26%20Co&more=some.more.text.to.get.to.ten")]
    public void Every_code_can_be_read(string text)
    {
        var svg = QrCode.Svg(text);
        var size = Number(Size().Match(svg), "size");
        var rows = Enumerable.Range(0, size).Select(_ => Enumerable.Repeat('0', size).ToArray()).ToArray();
        foreach (Match run in Run().Matches(svg[svg.LastIndexOf("<path", StringComparison.Ordinal)..]))
        {
            var (x, y, width) = (Number(run, "x"), Number(run, "y"), Number(run, "width"));
            Array.Fill(rows[y], '1', x, width);
        }

        QrReader.Read([.. rows.Select(row => new string(row))]).ShouldBe(text);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"width=""(?<size>\d+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<width>\d+)v1", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Run();
}
