using System.Text.Json.Serialization;

namespace Drawbridge.Broker.Mail;

/// <summary>Sends mails. A host replaces it by registering its own first.</summary>
public interface IMailSender
{
    /// <summary>False when no mail can be sent at all; the screens then say so instead of promising one.</summary>
    bool IsConfigured { get; }

    /// <summary>Sends one mail. Throws when it could not be handed over; it is tried again then.</summary>
    Task SendAsync(MailMessage mail, CancellationToken cancellationToken);
}

/// <summary>A mail to one person.</summary>
/// <param name="From">Name of the broker, shown as the sender.</param>
/// <param name="To">Address of the receiver.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">For readers without HTML.</param>
/// <param name="Html">The same, laid out.</param>
public sealed record MailMessage(string From, string To, string Subject, string Text, string Html)
{
    /// <summary>Path of the broker's logo on this server, for the head of the mail; null when it has none that mail readers can draw.</summary>
    [JsonInclude]
    internal string? Logo { get; init; }

    /// <summary>The broker that writes; null in mails of before it was kept.</summary>
    [JsonInclude]
    internal long? BrokerId { get; init; }
}
