using Drawbridge.Broker.Screens;
using FsCheck;
using FsCheck.Fluent;

namespace Drawbridge.Tests.Screens;

public sealed class AccentTests
{
    [Fact]
    public void Text_on_any_colour_can_be_read() =>
        Check(color => color.TextOn().ContrastTo(color) >= Accent.TextContrast);

    [Fact]
    public void Any_colour_can_be_read_as_text_on_both_surfaces() =>
        Check(color => new[] { Accent.LightSurface, Accent.DarkSurface }.All(surface =>
            color.ReadableOn(surface, Accent.TextContrast).ContrastTo(surface) >= Accent.TextContrast));

    [Fact]
    public void A_readable_colour_stays_as_it_is() =>
        new Accent(0x25, 0x63, 0xeb).ReadableOn(Accent.White, Accent.TextContrast).ToString().ShouldBe("#2563eb");

    /// <summary>What the style sheet says, held against itself: text on the fill, and the accent as text on the surface and the tint (SCR-73).</summary>
    [Fact]
    public void The_style_sheet_of_any_colour_keeps_its_contrasts() => Check(color =>
    {
        var themes = color.ToCss(color).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return themes.Zip([Accent.LightSurface, Accent.DarkSurface], [Accent.LightRaised, Accent.DarkRaised]).All(theme =>
            Value(theme.First, "--on-accent").ContrastTo(Value(theme.First, "--accent")) >= Accent.TextContrast
            && Value(theme.First, "--on-accent").ContrastTo(Value(theme.First, "--accent-hover")) >= Accent.TextContrast
            && Value(theme.First, "--accent-text").ContrastTo(theme.Second) >= Accent.TextContrast
            && Value(theme.First, "--accent-text").ContrastTo(theme.Third) >= Accent.TextContrast
            && Value(theme.First, "--accent-text").ContrastTo(Value(theme.First, "--accent-soft")) >= Accent.TextContrast);
    });

    [Theory]
    [InlineData("#12345")]
    [InlineData("red")]
    [InlineData("12345g")]
    [InlineData(null)]
    public void Other_text_is_no_colour(string? text) => Accent.TryParse(text, out _).ShouldBeFalse();

    private static Accent Value(string css, string name)
    {
        var start = css.IndexOf(name + ":", StringComparison.Ordinal) + name.Length + 1;
        Accent.TryParse(css[start..(start + 7)], out var color).ShouldBeTrue(css);
        return color;
    }

    private static void Check(Func<Accent, bool> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte R, byte G, byte B)>(), rgb => property(new(rgb.R, rgb.G, rgb.B)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
