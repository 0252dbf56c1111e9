namespace Drawbridge.Broker.Mail;

/// <summary>Development: keeps the newest mails in memory instead of sending them.</summary>
internal sealed class MailboxMailSender(TimeProvider time) : IMailSender
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 200;

    private readonly Lock _gate = new();
    private readonly Queue<KeptMail> _mails = new();

    public bool IsConfigured => true;

    public Task SendAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _mails.Enqueue(new(time.GetUtcNow(), mail));
            if (_mails.Count > Capacity)
            {
                _mails.Dequeue();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The kept mails, newest first.</summary>
    public IReadOnlyList<KeptMail> List()
    {
        lock (_gate)
        {
            return [.. _mails.Reverse()];
        }
    }
}

/// <summary>A mail and when it was sent.</summary>
internal sealed record KeptMail(DateTimeOffset SentAt, MailMessage Mail);
