using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Sessions;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Broker.Mail;

/// <summary>
/// Mails on their way. They wait in the database, encrypted, because they hold links and codes: a screen does not wait for the mail server,
/// and a node that dies loses none.
/// </summary>
internal sealed class MailQueue(IMailSender sender, JobQueue jobs, Database database, SealedText seal)
{
    /// <summary>The queue of jobs.</summary>
    public const string Name = "mail";

    // As long as a mail is, so that writing it down takes as long.
    private static readonly string _nobody = new string(' ', 4000) + "null";

    /// <summary>False when no mail can be sent at all.</summary>
    public bool IsConfigured => sender.IsConfigured;

    /// <summary>Sends a mail soon.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="useful">How long it is of any use; it is not sent later than that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AddAsync(MailMessage mail, TimeSpan useful, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AddAsync(session, mail, useful), cancellationToken);

    /// <summary>The same as a part of the caller's write: it is sent if and only if that is committed.</summary>
    public Task AddAsync(DbSession session, MailMessage mail, TimeSpan useful) => EnqueueAsync(session, JsonSerializer.Serialize(mail, MailJson.Default.MailMessage), useful);

    /// <summary>Sends nothing, but takes as long, where nobody must learn by time whether there was anything to send.</summary>
    public Task AddNothingAsync(TimeSpan useful, CancellationToken cancellationToken) =>
        database.WriteAsync(session => EnqueueAsync(session, _nobody, useful), cancellationToken);

    private Task<bool> EnqueueAsync(DbSession session, string text, TimeSpan useful) => jobs.EnqueueAsync(session, new(Name, seal.Seal(Name, text, useful)));
}

[JsonSerializable(typeof(MailMessage))]
internal sealed partial class MailJson : JsonSerializerContext;
