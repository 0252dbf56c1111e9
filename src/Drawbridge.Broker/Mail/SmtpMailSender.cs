using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Mail;

/// <summary>Hands mails to an SMTP server.</summary>
internal sealed class SmtpMailSender(IOptions<MailOptions> options) : IMailSender
{
    public bool IsConfigured => options.Value.Host is not null;

    public async Task SendAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.UseTls };
        if (settings.UserName is not null)
        {
            client.Credentials = new NetworkCredential(settings.UserName, settings.Password);
        }

        using var message = new System.Net.Mail.MailMessage(
            new MailAddress(settings.FromAddress, mail.From, Encoding.UTF8), new MailAddress(mail.To));
        message.Subject = mail.Subject;
        message.SubjectEncoding = Encoding.UTF8;
        message.Body = mail.Text;
        message.BodyEncoding = Encoding.UTF8;
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        await client.SendMailAsync(message, cancellationToken);
    }
}
