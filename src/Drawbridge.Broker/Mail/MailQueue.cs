using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.Mail;

/// <summary>
/// Sends mails after the answer was given: a screen neither waits for the mail server nor tells by its time whether there was anything to
/// send. What is lost when the process ends is asked for again by a button.
/// </summary>
internal sealed partial class MailQueue(IMailSender sender, TimeProvider time, ILogger<MailQueue> log) : BackgroundService
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    private readonly Channel<MailMessage> _waiting =
        Channel.CreateBounded<MailMessage>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public bool IsConfigured => sender.IsConfigured;

    /// <summary>Sends it soon; no waiting, no result.</summary>
    public void Add(MailMessage mail) => _waiting.Writer.TryWrite(mail);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await SendAsync(mail, stoppingToken);
        }
    }

    private async Task SendAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await sender.SendAsync(mail, cancellationToken);
                return;
            }
#pragma warning disable CA1031 // Mail servers fail in every way; the next mail must go out all the same.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                // The message of the exception may quote the address.
                Failed(log, attempt + 1, e.GetType().Name);
                if (attempt == Pauses.Length)
                {
                    return;
                }

                await Task.Delay(Pauses[attempt], time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A mail could not be sent (attempt {Attempt}, {Error})")]
    private static partial void Failed(ILogger logger, int attempt, string error);
}
