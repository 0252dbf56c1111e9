using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Drawbridge.Platform.Coverage;

/// <summary>Markup. Made from a template whose places are encoded, unless they are markup themselves.</summary>
internal readonly record struct Html(string Markup)
{
    public static Html Empty { get; } = new("");

    public static Html Of(Builder template) => new(template.ToString());

    /// <summary>Pieces after one another.</summary>
    public static Html All(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(static piece => piece.Markup)));

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Builder(int literalLength, int formattedCount)
    {
        private const int UsualPlace = 24;

        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text = new(literalLength + (formattedCount * UsualPlace));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(Html html) => _text.Append(html.Markup);

        public override string ToString() => _text.ToString();
    }
}
