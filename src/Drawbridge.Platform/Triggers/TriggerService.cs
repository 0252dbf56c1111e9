using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Journal;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Platform.Triggers;

/// <summary>Sends one call to a CRM. Nothing changes at the platform by it, whatever the CRM answers.</summary>
internal sealed class TriggerService(CrmClient crm, TriggeredWebhooks webhooks, TriggerDefaults defaults, BrokerDirectory brokers, CallJournal journal)
{
    private static readonly PlatformFault NoBroker = PlatformFault.Invalid("brokerName must be a broker of this platform.");

    private static readonly PlatformFault NoSession = PlatformFault.Invalid(
        "Nobody has a fitting session at the broker, so there is nothing to take what was left out from: give every field of the call, or log in with the simulated app.");

    public async Task<Outcome<Triggered>> SendAsync(Trigger trigger, TriggerWish wish, CancellationToken cancellationToken)
    {
        var broker = wish.BrokerName is not null ? brokers.FindBroker(wish.BrokerName) : brokers.All is [var first, ..] ? first : null;
        if (broker is null)
        {
            return NoBroker;
        }

        var before = journal.LastId;
        var ended = await SendAsync(trigger, broker, wish, cancellationToken);
        return ended switch
        {
            Outcome<TriggerEnding>.Done { Value: var ending } => Describe(ending, before),
            Outcome<TriggerEnding>.Refused { Fault: var fault } => fault,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Task<Outcome<TriggerEnding>> SendAsync(Trigger trigger, PlatformBroker broker, TriggerWish wish, CancellationToken cancellationToken) => trigger.Call switch
    {
        Trigger.CrmToken => EndAsync(crm.AuthenticateAsync(broker.Peer, cancellationToken)),
        Trigger.AuthorizeOneTime => AuthorizeOneTimeAsync(broker, wish, cancellationToken),
        Trigger.AuthorizeAccess => AuthorizeAccessAsync(broker, wish, cancellationToken),
        Trigger.GenerateOneTime => WithSessionAsync(
            broker,
            wish.UserId,
            wish.InappToken is null,
            session => EndAsync(crm.GenerateOneTimeAsync(broker.Peer, wish.UserId ?? session!.UserId, NullIfEmpty(wish.InappToken ?? session?.InappToken), cancellationToken)),
            cancellationToken),
        Trigger.Invalidate => WithSessionAsync(
            broker,
            wish.UserId,
            wish.AccessToken is null,
            session => EndAsync(crm.LogoutAsync(broker.Peer, wish.UserId ?? session!.UserId, NullIfEmpty(wish.AccessToken ?? session?.AccessToken), cancellationToken)),
            cancellationToken),
        Trigger.InviteAttribution => webhooks.AttributeAsync(broker, wish, cancellationToken),
        Trigger.InviteNewUser => webhooks.AnnounceAsync(broker, wish, cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<Outcome<TriggerEnding>> AuthorizeOneTimeAsync(PlatformBroker broker, TriggerWish wish, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(wish.Token))
        {
            return await EndAsync(crm.AuthorizeOneTimeAsync(broker.Peer, wish.Token, cancellationToken));
        }

        return await WithSessionAsync(broker, userId: null, isNeeded: true, ExchangeNewAsync, cancellationToken);

        async Task<Outcome<TriggerEnding>> ExchangeNewAsync(TriggerDefaults.SessionFacts? session) =>
            await crm.GenerateOneTimeAsync(broker.Peer, session!.UserId, session.InappToken, cancellationToken) switch
            {
                CrmResult<GenerateOneTimeResponse>.Answered { Value.Token: var token } => await EndAsync(crm.AuthorizeOneTimeAsync(broker.Peer, token, cancellationToken)),
                var failed => TriggerEnding.Of(failed),
            };
    }

    private async Task<Outcome<TriggerEnding>> AuthorizeAccessAsync(PlatformBroker broker, TriggerWish wish, CancellationToken cancellationToken)
    {
        var token = NullIfEmpty(wish.AccessToken) ?? (await defaults.SessionAsync(broker, userId: null, needsAccessToken: true, cancellationToken))?.AccessToken;
        return token is null ? NoSession : await EndAsync(crm.AuthorizeAsync(broker.Peer, token, cancellationToken));
    }

    /// <summary>With the newest session of a user, or of anybody. A user who has none does without, if the user is all that is needed.</summary>
    private async Task<Outcome<TriggerEnding>> WithSessionAsync(
        PlatformBroker broker, long? userId, bool isNeeded, Func<TriggerDefaults.SessionFacts?, Task<Outcome<TriggerEnding>>> send, CancellationToken cancellationToken)
    {
        var session = isNeeded || userId is null ? await defaults.SessionAsync(broker, userId, needsAccessToken: false, cancellationToken) : null;
        return session is null && userId is null ? NoSession : await send(session);
    }

    private static async Task<Outcome<TriggerEnding>> EndAsync<T>(Task<CrmResult<T>> call) => TriggerEnding.Of(await call);

    private Triggered Describe(TriggerEnding ending, long before)
    {
        var correlation = CorrelationId.Current();
        var last = journal.Read(new() { After = before, Correlation = correlation, Direction = JournalEntry.FromPlatform }).Entries is [.., var entry] ? entry : null;
        return new(last?.Call, last?.Status ?? 0, last?.ResponseBody, ending.Outcome, ending.Reason, correlation, last?.Id);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
