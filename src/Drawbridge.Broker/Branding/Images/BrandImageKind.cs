namespace Drawbridge.Broker.Branding.Images;

/// <summary>What an image of a broker is for. The words are stored and stand in the management API.</summary>
internal static class BrandImageKind
{
    /// <summary>At the head of screens, and of mails if it is a PNG, instead of the name.</summary>
    public const string Logo = "logo";

    /// <summary>The same on a dark ground.</summary>
    public const string LogoDark = "logoDark";

    /// <summary>Of the browser's tab, and before the name where there is no logo.</summary>
    public const string Icon = "icon";

    public static IReadOnlyList<string> All { get; } = [Logo, LogoDark, Icon];
}
