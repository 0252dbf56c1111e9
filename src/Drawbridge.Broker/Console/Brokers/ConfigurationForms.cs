using System.Globalization;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Carries a form over the page on which it is looked at, and saves it once.</summary>
internal sealed class ConfigurationForms(SealedText seal, AuditStore audit)
{
    /// <summary>What was to be changed is there no more.</summary>
    public static readonly ConfigurationOutcome Gone = new ConfigurationOutcome.Refused([]);

    private const string Purpose = "console broker form";

    private static readonly TimeSpan ReviewLifetime = TimeSpan.FromMinutes(30);

    /// <summary>The form, sealed: it may hold a new password. Good for this member of staff and this object alone.</summary>
    public string Seal(HttpContext context, long about, BrokerForm form) => seal.Seal(PurposeOf(context, about), form.ToString(), ReviewLifetime);

    /// <summary>Saves a form that was looked at. Sent again, it leads to where it stands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fields">What was sent.</param>
    /// <param name="about">Number of the object.</param>
    /// <param name="repeated">Where it leads when it was saved before.</param>
    /// <param name="apply">Saves it; gets the form, the version that it was made for, and its key for the audit log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IResult> SaveAsync(
        HttpContext context, IFormCollection fields, long about, string repeated, Func<BrokerForm, long, string, Task<(ConfigurationOutcome Outcome, IResult Answer)>> apply, CancellationToken cancellationToken)
    {
        if (seal.Open(PurposeOf(context, about), fields["sealed"]) is not { } text || !long.TryParse(fields["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return Task.FromResult<IResult>(ConsoleError.UnreadableForm);
        }

        return SaveAsync(context, repeated, key => apply(BrokerForm.Parse(text), version, key), cancellationToken);
    }

    /// <summary>The same for what has no form to carry.</summary>
    public Task<IResult> SaveAsync(HttpContext context, string repeated, Func<string, Task<(ConfigurationOutcome Outcome, IResult Answer)>> apply, CancellationToken cancellationToken) => OnceForm.DoAsync(
        context, repeated,
        async sent =>
        {
            var (outcome, answer) = await apply(sent.Key);

            // What has changed since may be what this form itself did.
            return outcome is ConfigurationOutcome.Outdated && await audit.IsDoneAsync(context.GetCaller().Member.Id, sent.Key, cancellationToken) ? new SeeOther(repeated) : answer;
        },
        cancellationToken);

    private static string PurposeOf(HttpContext context, long about) => string.Create(CultureInfo.InvariantCulture, $"{Purpose} {context.GetCaller().Member.Id} {about}");
}
