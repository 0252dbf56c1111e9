using System.Globalization;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>Whether the title can be read on a colour: the application draws it near-black or white, whichever suits the colour (SCR-14).</summary>
internal static class RibbonContrast
{
    /// <summary>The colour's luminance above which the application writes in near-black.</summary>
    private const double Turn = 0.179;

    private static readonly Accent Ink = new(0x0b, 0x0d, 0x12);

    /// <summary>The colour of the title on a colour, as the application has it.</summary>
    public static Accent InkOn(Accent color) => LuminanceOf(color) > Turn ? Ink : Accent.White;

    /// <summary>The contrast of the title, 1 to 21.</summary>
    public static double Of(Accent color) => color.ContrastTo(InkOn(color));

    /// <summary>What is wrong with a colour, with what was measured and the nearest one that can be read; null = nothing.</summary>
    public static string? FaultOf(Accent color)
    {
        var ratio = Of(color);
        if (ratio >= Accent.TextContrast)
        {
            return null;
        }

        var ink = InkOn(color);
        var better = color.ReadableOn(ink, Accent.TextContrast);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The title ({(ink == Accent.White ? "white" : "near-black")} in the application) has a contrast of {Math.Floor(ratio * 100) / 100:0.00} to 1 on {color}; it takes 4.5 to 1. The nearest colour that can be read is {better}.");
    }

    /// <summary>From the contrast to black, which is (luminance + 0.05) / 0.05.</summary>
    private static double LuminanceOf(Accent color) => (color.ContrastTo(Accent.Black) * 0.05) - 0.05;
}
