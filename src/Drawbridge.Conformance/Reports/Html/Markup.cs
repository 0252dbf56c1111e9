using System.Globalization;
using System.Net;
using System.Text;

namespace Drawbridge.Conformance.Reports.Html;

/// <summary>Html that grows. Whatever is put into the holes of a text is encoded, unless it is markup itself: what a target answers can never become a part of the page.</summary>
internal sealed class Markup
{
    private static readonly Encoder Encoding = new();

    private readonly StringBuilder _text = new();

    /// <summary>Adds html with encoded holes.</summary>
    public Markup Add(FormattableString html)
    {
        _text.Append(html.ToString(Encoding));
        return this;
    }

    /// <summary>Adds each.</summary>
    public Markup AddAll<T>(IEnumerable<T> items, Func<T, FormattableString> html)
    {
        foreach (var item in items)
        {
            Add(html(item));
        }

        return this;
    }

    /// <summary>Html with encoded holes.</summary>
    public static Markup Of(FormattableString html) => new Markup().Add(html);

    /// <summary>Text of our own that is html already, such as a style sheet.</summary>
    public static Markup Trusted(string html)
    {
        var markup = new Markup();
        markup._text.Append(html);
        return markup;
    }

    public override string ToString() => _text.ToString();

    private sealed class Encoder : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : CultureInfo.InvariantCulture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Markup markup => markup.ToString(),
            IFormattable value => WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg.ToString() ?? ""),
        };
    }
}
