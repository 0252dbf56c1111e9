using System.Text.Encodings.Web;
using Drawbridge.Broker.Branding;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Mail.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Security.Texts;

namespace Drawbridge.Broker.Mail;

/// <summary>The mails, in the user's language, as text and laid out.</summary>
internal static class BrokerMails
{
    public static MailMessage Code(BrokerEntity broker, TextCatalogue texts, string to, string code) => Compose(
        broker,
        texts,
        to,
        texts.Format(MailTextKey.MailCodeSubject, code, broker.Settings.DisplayName),
        [Paragraph(texts[MailTextKey.MailCodeIntro]), Highlight(code), Paragraph(texts[MailTextKey.MailCodeExpiry])]);

    public static MailMessage Reset(BrokerEntity broker, TextCatalogue texts, string to, string url) => Compose(
        broker,
        texts,
        to,
        texts.Format(MailTextKey.MailResetSubject, broker.Settings.DisplayName),
        [Paragraph(texts[MailTextKey.MailResetIntro]), Button(broker, texts[MailTextKey.MailResetButton], url), Paragraph(texts[MailTextKey.MailResetExpiry])]);

    /// <summary>Tells the owner of an address that somebody tried to sign up with it, which the screen told nobody.</summary>
    public static MailMessage Exists(BrokerEntity broker, TextCatalogue texts, string to, string url) => Compose(
        broker,
        texts,
        to,
        texts.Format(MailTextKey.MailExistsSubject, broker.Settings.DisplayName),
        [Paragraph(texts[MailTextKey.MailExistsIntro]), Button(broker, texts[MailTextKey.MailExistsButton], url)]);

    /// <summary>Tells a user that the password is another one, and what to do if somebody else did that.</summary>
    public static MailMessage PasswordChanged(BrokerEntity broker, TextCatalogue texts, string to, string? url) => Compose(
        broker,
        texts,
        to,
        texts.Format(MailTextKey.MailPasswordSubject, broker.Settings.DisplayName),
        [
            Paragraph(texts[MailTextKey.MailPasswordIntro]),
            Paragraph(texts[MailTextKey.MailPasswordNotYou]),
            .. url is null ? Array.Empty<Part>() : [Button(broker, texts[MailTextKey.MailResetButton], url)],
        ],
        isNews: true);

    /// <summary>Tells a user of a login on a device that was not seen before.</summary>
    public static MailMessage NewLogin(BrokerEntity broker, TextCatalogue texts, string to, string? device, DateTimeOffset at, string? url) => Compose(
        broker,
        texts,
        to,
        texts.Format(MailTextKey.MailLoginSubject, broker.Settings.DisplayName),
        [
            Paragraph(texts.Format(MailTextKey.MailLoginIntro, device ?? texts[SecurityTextKey.DevicesUnknown], at.UtcDateTime.ToString("g", texts.Culture) + " UTC")),
            Paragraph(texts[MailTextKey.MailPasswordNotYou]),
            .. url is null ? Array.Empty<Part>() : [Button(broker, texts[MailTextKey.MailResetButton], url)],
        ],
        isNews: true);

    /// <summary>Tells somebody of what has happened to the account, and whom to ask if somebody else did that.</summary>
    public static MailMessage News(BrokerEntity broker, TextCatalogue texts, string to, TextKey subject, TextKey intro) => Compose(
        broker,
        texts,
        to,
        texts.Format(subject, broker.Settings.DisplayName),
        [Paragraph(texts[intro]), Paragraph(texts.Format(MailTextKey.MailNotYou, broker.Settings.DisplayName))],
        isNews: true);

    /// <param name="broker">In whose name.</param>
    /// <param name="texts">The receiver's language.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="subject">One line.</param>
    /// <param name="parts">What it says.</param>
    /// <param name="isNews">True when it tells of something that has happened, which nobody should ignore.</param>
    private static MailMessage Compose(BrokerEntity broker, TextCatalogue texts, string to, string subject, IReadOnlyList<Part> parts, bool isNews = false)
    {
        var settings = broker.Settings;
        var footer = texts.Format(ScreenTextKey.FooterEntity, settings.DisplayName, settings.LegalEntity, settings.Jurisdiction);
        Part[] all =
        [
            Paragraph(texts[MailTextKey.MailGreeting]),
            .. parts,
            .. isNews ? Array.Empty<Part>() : [Paragraph(texts[MailTextKey.MailIgnore])],
            Paragraph(texts.Format(MailTextKey.MailSignature, settings.DisplayName)),
        ];
        if (settings.Brand.RiskWarning.Count > 0)
        {
            footer = $"{footer}\n\n{Brand.RiskWarningOf(broker, texts)}"; // SCR-64
        }

        var text = $"{string.Join("\n\n", all.Select(part => part.Text))}\n\n-- \n{footer}\n";
        var html = string.Concat(
            $"<!DOCTYPE html><html lang=\"{texts.Language}\" dir=\"{texts.Direction}\"><head><meta charset=\"utf-8\"><title>{Encode(subject)}</title></head>",
            "<body style=\"margin:0;background:#f4f6fa;color:#0d1526;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif\">",
            "<div style=\"max-width:520px;margin:0 auto;padding:32px 16px\">",
            MailLogo.HeadOf(settings.DisplayName),
            "<div style=\"padding:28px 28px 12px;border:1px solid #dfe4ec;border-radius:16px;background:#fff\">",
            string.Concat(all.Select(part => part.Html)),
            $"</div><p style=\"margin:16px 4px;color:#4b566b;font-size:12px;white-space:pre-line\">{Encode(footer)}</p></div></body></html>");
        return new(settings.DisplayName, to, subject, text, html) { Logo = MailLogo.IsFit(broker.Images.Logo) ? broker.Images.Logo : null, BrokerId = broker.Id };
    }

    private static Part Paragraph(string text) => new(text, $"<p style=\"margin:0 0 16px\">{Encode(text)}</p>");

    private static Part Highlight(string code) => new(
        code,
        $"<p dir=\"ltr\" style=\"margin:0 0 16px;padding:16px;border-radius:12px;background:#f4f6fa;font-size:30px;font-weight:700;letter-spacing:8px;text-align:center\">{Encode(code)}</p>");

    private static Part Button(BrokerEntity broker, string label, string url)
    {
        _ = Accent.TryParse(broker.Settings.AccentColor, out var accent);
        var color = accent.ReadableOn(Accent.White, contrast: 1.3);
        return new(
            $"{label}: {url}",
            $"<p style=\"margin:0 0 16px\"><a href=\"{Encode(url)}\" style=\"display:inline-block;padding:12px 20px;border-radius:12px;background:{color};color:{color.TextOn()};font-weight:600;text-decoration:none\">{Encode(label)}</a></p>");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private sealed record Part(string Text, string Html);
}
