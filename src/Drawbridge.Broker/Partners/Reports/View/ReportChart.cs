using System.Globalization;
using Drawbridge.Broker.Partners.Reports.Texts;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Partners.Reports.View;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">When, as people read it.</param>
/// <param name="Value">How much.</param>
internal sealed record ChartPoint(string Label, decimal Value);

/// <summary>One figure over time, drawn on the server: bars in a box of <see cref="Height"/> units, ten for each point.</summary>
/// <param name="Id">Names the chart in the page.</param>
/// <param name="Title">What is shown.</param>
/// <param name="Format">How numbers are written, such as <c>N0</c>.</param>
/// <param name="Points">From the first to the last.</param>
/// <param name="Texts">In which language.</param>
internal sealed record ReportChart(string Id, string Title, string Format, IReadOnlyList<ChartPoint> Points, TextCatalogue Texts)
{
    public const int Height = 100;
    public const int Step = 10;

    private const decimal Shortest = 2;

    private decimal Top => Math.Max(Points.Max(static point => point.Value), 0);

    private decimal Bottom => Math.Min(Points.Min(static point => point.Value), 0);

    private decimal Span => Top - Bottom == 0 ? 1 : Top - Bottom;

    public string Total => Write(Points.Sum(static point => point.Value));

    public string Most => Write(Top);

    public int Width => Points.Count * Step;

    /// <summary>Where the bars stand.</summary>
    public string Baseline => Number(Top / Span * Height);

    /// <summary>What a person reads who does not see it.</summary>
    public string Description
    {
        get
        {
            var most = Points.MaxBy(static point => point.Value)!;
            return Texts.Format(ReportTextKey.ReportChartText, Title, Points[0].Label, Points[^1].Label, Total, Write(most.Value), most.Label);
        }
    }

    public string Write(decimal value) => value.ToString(Format, Texts.Culture);

    /// <summary>Left edge, upper edge and height of a bar. What there is can be seen, however little it is.</summary>
    public (string X, string Y, string Height) BarOf(int index)
    {
        var value = Points[index].Value;
        var height = value == 0 ? 0 : Math.Max(Math.Abs(value) / Span * Height, Shortest);
        var baseline = Top / Span * Height;
        return (Number((index * Step) + 1), Number(value >= 0 ? Math.Max(baseline - height, 0) : baseline), Number(height));
    }

    private static string Number(decimal value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
