using Drawbridge.Protocol;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Mail;

/// <summary>Settings of outgoing mail, under <c>Drawbridge:Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Mail";

    /// <summary>SMTP server. Null: no mail is sent.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. Default 587, submission with STARTTLS.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection must be encrypted by STARTTLS. Default true.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>User name at the server, null = none.</summary>
    public string? UserName { get; set; }

    /// <summary>Password at the server.</summary>
    public string? Password { get; set; }

    /// <summary>Address that mails come from.</summary>
    public string FromAddress { get; set; } = "no-reply@localhost.localdomain";

    /// <summary>
    /// Address of the screens, such as <c>https://clients.example.com</c>, for links in mails. Null: taken from the request if the host
    /// belongs to the broker by its settings, because anybody can write any host into a request.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Development: keeps the mails in memory and shows them at <c>/mailbox</c> instead of sending them. Default false.</summary>
    public bool Mailbox { get; set; }

    internal sealed class Validator : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Port is < 1 or > 65535)
            {
                result.AddError($"must be 1 to 65535, but is {options.Port}", $"{Section}:{nameof(Port)}");
            }

            if (!EmailText.IsValid(options.FromAddress))
            {
                result.AddError("must be an e-mail address", $"{Section}:{nameof(FromAddress)}");
            }

            if (options.PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps))
            {
                result.AddError("must be an absolute https address", $"{Section}:{nameof(PublicUrl)}");
            }

            return result.Build();
        }
    }
}
