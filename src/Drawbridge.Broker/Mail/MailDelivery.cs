using System.Net.Mail;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Sessions;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Mail;

/// <summary>Hands one mail to the mail server, and again after growing pauses for as long as it is of any use.</summary>
internal sealed partial class MailDelivery(IMailSender sender, SealedText seal, BrokerDirectory directory, IOptions<MailOptions> options, ILogger<MailDelivery> log) : IJobHandler
{
    /// <inheritdoc/>
    public string Queue => MailQueue.Name;

    /// <inheritdoc/>
    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        if (seal.Open(MailQueue.Name, job.Payload) is not { } text)
        {
            Dropped(log, job.Attempts - 1);
            return;
        }

        if (JsonSerializer.Deserialize(text, MailJson.Default.MailMessage) is not { } mail)
        {
            return;
        }

        if (mail.BrokerId is { } id && directory.Current.FindBroker(id) is { } broker)
        {
            BrokerLogScope.DescribeJob(broker);
        }

        try
        {
            await sender.SendAsync(MailLogo.Apply(mail, options.Value.PublicUrl), cancellationToken);
        }
#pragma warning disable CA1031 // Mail servers fail in every way.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // The message of the exception may quote the address, so it goes no further.
            throw new MailNotSentException($"The mail server did not take the mail ({Describe(e)}).");
        }
    }

    /// <summary>What failed, from the outside in, such as <c>SmtpException GeneralFailure, AuthenticationException</c> for a certificate that is not trusted.</summary>
    private static string Describe(Exception e)
    {
        var what = e is SmtpException { StatusCode: var status } ? $"{nameof(SmtpException)} {status}" : e.GetType().Name;
        return e.InnerException is { } inner ? $"{what}, {Describe(inner)}" : what;
    }

    [LoggerMessage(LogLevel.Error, "A mail was dropped, because {Attempts} attempts took longer than it was of any use; look at Drawbridge:Mail and at the mail server")]
    private static partial void Dropped(ILogger logger, int attempts);
}
