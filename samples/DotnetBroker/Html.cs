using System.Text.Encodings.Web;

namespace DotnetBroker;

/// <summary>A piece of a page. Whatever is put into a template is escaped, unless it is a piece itself.</summary>
public sealed class Html
{
    public static readonly Html None = new("");

    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html Of(FormattableString template) => new(template.ToString(Escaping.Instance));

    public static Html If(bool condition, FormattableString template) => condition ? Of(template) : None;

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => _text;

    private sealed class Escaping : IFormatProvider, ICustomFormatter
    {
        public static readonly Escaping Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Html html => html._text,
            _ => HtmlEncoder.Default.Encode(Convert.ToString(arg, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
        };
    }
}
