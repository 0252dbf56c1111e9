using System.Globalization;

namespace Drawbridge.Broker.Screens;

/// <summary>
/// The broker's colour, made readable (SCR-73): text on it, and it as text or as a control on the theme's surface, keep the contrast of
/// WCAG 2.2 AA whatever colour the broker chose.
/// </summary>
internal readonly record struct Accent(byte R, byte G, byte B)
{
    /// <summary>Contrast of text (WCAG 1.4.3).</summary>
    public const double TextContrast = 4.5;

    private const double VisibleContrast = 1.3;

    public static Accent White { get; } = new(255, 255, 255);

    public static Accent Black { get; } = new(0, 0, 0);

    /// <summary>The surface of cards in the light theme, as in the style sheet.</summary>
    public static Accent LightSurface { get; } = White;

    /// <summary>The surface of cards in the dark theme, as in the style sheet.</summary>
    public static Accent DarkSurface { get; } = new(0x14, 0x1a, 0x26);

    /// <summary>What stands on cards in the light theme.</summary>
    public static Accent LightRaised { get; } = new(0xf6, 0xf8, 0xfb);

    /// <summary>What stands on cards in the dark theme, such as the desk's messages.</summary>
    public static Accent DarkRaised { get; } = new(0x1b, 0x23, 0x31);

    private static readonly Accent Ink = new(0x0b, 0x12, 0x20);

    /// <summary>Reads <c>rrggbb</c> with or without <c>#</c>.</summary>
    public static bool TryParse(string? text, out Accent color)
    {
        var digits = text.AsSpan().TrimStart('#');
        if (digits.Length == 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
        {
            color = new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
            return true;
        }

        color = default;
        return false;
    }

    public double ContrastTo(Accent other)
    {
        var (mine, others) = (Luminance(), other.Luminance());
        return (Math.Max(mine, others) + 0.05) / (Math.Min(mine, others) + 0.05);
    }

    /// <summary>White or near-black text on this colour, whichever can be read.</summary>
    public Accent TextOn() =>
        ContrastTo(White) >= TextContrast ? White
        : ContrastTo(Ink) >= TextContrast ? Ink
        : Black;

    /// <summary>This colour, made darker or lighter only as far as the contrast to a surface demands.</summary>
    public Accent ReadableOn(Accent surface, double contrast)
    {
        var target = surface.Luminance() > 0.18 ? Black : White;
        for (var share = 0; share <= 100; share++)
        {
            var mixed = Mix(target, share);
            if (mixed.ContrastTo(surface) >= contrast)
            {
                return mixed;
            }
        }

        return target;
    }

    /// <summary>This colour with a share of another, in percent.</summary>
    public Accent Mix(Accent other, int percent) => new(Mixed(R, other.R, percent), Mixed(G, other.G, percent), Mixed(B, other.B, percent));

    /// <summary>The style sheet of this colour, with another one in the dark theme.</summary>
    public string ToCss(Accent dark) => $"{Theme(":root", LightSurface, LightRaised, 10)}{dark.Theme("[data-theme=dark]", DarkSurface, DarkRaised, 20)}";

    /// <summary>The themes in which a button cannot have the colour as given, and which it has there instead.</summary>
    public static IEnumerable<(string Theme, string Given, string Used)> Changed(string light, string? dark)
    {
        foreach (var (theme, text, surface) in new[] { ("light", light, LightSurface), ("dark", dark ?? light, DarkSurface) })
        {
            if (TryParse(text, out var given) && given.ReadableOn(surface, VisibleContrast) is var used && used != given)
            {
                yield return (theme, given.ToString(), used.ToString());
            }
        }
    }

    /// <summary><c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";

    private static byte Mixed(byte mine, byte others, int percent) => (byte)(((mine * (100 - percent)) + (others * percent) + 50) / 100);

    private string Theme(string selector, Accent surface, Accent raised, int softness)
    {
        // A button is found by its text, so its colour stays the broker's own as long as it can be told from the surface.
        var fill = ReadableOn(surface, VisibleContrast);
        var text = fill.TextOn();
        var hover = fill.Mix(text == White ? Black : White, 12);
        var soft = surface.Mix(fill, softness);
        return $"{selector}{{--accent:{fill};--accent-hover:{hover};--on-accent:{text};--accent-soft:{soft};--glow:{surface.Mix(fill, softness / 2)};"
            + $"--accent-text:{ReadableOn(soft, TextContrast).ReadableOn(surface, TextContrast).ReadableOn(raised, TextContrast)}}}\n";
    }

    private double Luminance() => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
