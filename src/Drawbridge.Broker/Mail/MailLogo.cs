using System.Text.Encodings.Web;

namespace Drawbridge.Broker.Mail;

/// <summary>The broker's logo at the head of a mail, where its name stands else. A mail reader that shows no pictures shows the name in its place.</summary>
internal static class MailLogo
{
    /// <summary>What mail readers can draw.</summary>
    public static bool IsFit(string? path) => path?.EndsWith(".png", StringComparison.Ordinal) == true;

    /// <summary>The head of a mail without a logo.</summary>
    public static string HeadOf(string name) => Head(HtmlEncoder.Default.Encode(name));

    /// <summary>The mail as it is sent. Without the address under which the world reaches this server, a picture could not be loaded.</summary>
    public static MailMessage Apply(MailMessage mail, Uri? publicUrl) => mail.Logo is null || publicUrl is null
        ? mail
        : mail with
        {
            Html = mail.Html.Replace(
                HeadOf(mail.From),
                Head($"<img src=\"{publicUrl.GetLeftPart(UriPartial.Authority)}{mail.Logo}\" alt=\"{HtmlEncoder.Default.Encode(mail.From)}\" height=\"36\" style=\"height:36px;max-width:240px;border:0\">"),
                StringComparison.Ordinal),
        };

    private static string Head(string content) => $"<p style=\"margin:0 0 16px;font-weight:700;font-size:18px\">{content}</p>";
}
