namespace Drawbridge.Broker.Branding.Images;

/// <summary>Addresses of a broker's images on our origin; null where there is none.</summary>
/// <param name="Logo">On a light ground.</param>
/// <param name="LogoDark">On a dark ground.</param>
/// <param name="Icon">A square one.</param>
public sealed record BrandImages(string? Logo, string? LogoDark, string? Icon)
{
    /// <summary>Of a broker that has none.</summary>
    public static BrandImages None { get; } = new(null, null, null);

    /// <summary>The logo on the ground of a theme.</summary>
    public string? LogoFor(string theme) => theme == "dark" ? LogoDark ?? Logo : Logo;

    internal static BrandImages Of(IEnumerable<BrandImageRow> rows)
    {
        var urls = rows.ToDictionary(static row => row.Kind, static row => BrandImageEndpoints.UrlOf(row.Name), StringComparer.Ordinal);
        return new(urls.GetValueOrDefault(BrandImageKind.Logo), urls.GetValueOrDefault(BrandImageKind.LogoDark), urls.GetValueOrDefault(BrandImageKind.Icon));
    }
}
