using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Screens;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Mail;

/// <summary>Puts mail into a host.</summary>
internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<MailOptions, MailOptions.Validator>(configuration, MailOptions.Section);
        services.TryAddSingleton<MailboxMailSender>();
        services.TryAddSingleton<SmtpMailSender>();
        services.TryAddSingleton<IMailSender>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.Mailbox
            ? provider.GetRequiredService<MailboxMailSender>()
            : provider.GetRequiredService<SmtpMailSender>());
        services.TryAddSingleton<MailQueue>();
        services.AddJobHandler<MailDelivery>();
        return services;
    }

    /// <summary>
    /// The mailbox of development, if it is switched on: a page, or JSON or plain text when asked for. <c>to</c> leaves the mails to one address.
    /// </summary>
    public static void MapMail(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<MailOptions>>().Value.Mailbox)
        {
            return;
        }

        endpoints.MapGet(ScreenPaths.Mailbox, IResult (MailboxMailSender mailbox, HttpContext context, string? to) =>
        {
            var mails = mailbox.List().Where(kept => to is null || string.Equals(kept.Mail.To, to, StringComparison.OrdinalIgnoreCase)).ToList();
            var accepted = context.Request.GetTypedHeaders().Accept;
            if (accepted.Any(static type => type.MediaType == "text/plain"))
            {
                return TypedResults.Text(string.Join("\n\n", mails.Select(static kept => $"{kept.Mail.Subject}\n\n{kept.Mail.Text}")));
            }

            if (accepted.Any(static type => type.MediaType == "application/json"))
            {
                return TypedResults.Ok(mails.Select(kept =>
                    new { kept.SentAt, kept.Mail.From, kept.Mail.To, kept.Mail.Subject, kept.Mail.Text, kept.Mail.Html }));
            }

            context.SetScreen(context.GetScreen() with { Title = "Mailbox" });
            return new ScreenResult<MailboxPage>(mails);
        });
    }
}
