using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Invite;
using Drawbridge.Platform.Users;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Invite;
using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Triggers;

/// <summary>The webhooks of Invite, sent once and by themselves: the invitation stays as it is, whatever the broker answers.</summary>
internal sealed class TriggeredWebhooks(InviteSender invites, TriggerDefaults defaults, UserStore users, IOptions<PlatformOptions> options, TimeProvider time)
{
    private static readonly PlatformFault NoInvitation = PlatformFault.Invalid(
        "There is no such invitation at the broker, so there is nothing to take what was left out from: give every field of the call.");

    private static readonly PlatformFault NoWebhook = PlatformFault.Invalid("The broker has no address for that call: set Invite:AttributionUrl or Invite:NewUserUrl, and Invite:Token.");

    public async Task<Outcome<TriggerEnding>> AttributeAsync(PlatformBroker broker, TriggerWish wish, CancellationToken cancellationToken)
    {
        if (broker.Options.Invite is not { AttributionUrl: { } url, Token: not null })
        {
            return NoWebhook;
        }

        var known = await defaults.InvitationAsync(broker, wish.UserId, cancellationToken);
        if ((wish.UserId ?? known?.InvitedUserId) is not { } invited || (wish.PartnerUserId ?? known?.PartnerUserId) is not { } partner)
        {
            return NoInvitation;
        }

        var request = new AttributionRequest(invited, partner, (wish.BrokerPartnerId ?? known?.BrokerPartnerId) is { Length: > 0 } partnerId ? partnerId : null, broker.BrokerName.Value); // INV-13
        return await EndAsync(stop => invites.PostAsync(broker, InviteJobs.Attribution, url, request, PlatformJson.Default.AttributionRequest, stop), cancellationToken);
    }

    public async Task<Outcome<TriggerEnding>> AnnounceAsync(PlatformBroker broker, TriggerWish wish, CancellationToken cancellationToken)
    {
        if (broker.Options.Invite is not { NewUserUrl: { } url, Token: not null })
        {
            return NoWebhook;
        }

        var known = await defaults.InvitationAsync(broker, wish.UserId, cancellationToken);
        var userId = wish.UserId ?? known?.InvitedUserId;
        var email = (wish.Email is { Length: > 0 } given ? given : null) ?? (userId is { } id ? (await users.FindAsync(id, cancellationToken))?.Email : null);
        if (userId is not { } invited || email is null || (wish.PartnerUserId ?? known?.PartnerUserId) is not { } partner)
        {
            return NoInvitation;
        }

        var notice = new NewUserNotice(invited, broker.BrokerName.Value, email, partner); // INV-24
        return await EndAsync(stop => invites.PostAsync(broker, InviteJobs.NewUser, url, notice, PlatformJson.Default.NewUserNotice, stop), cancellationToken);
    }

    private async Task<TriggerEnding> EndAsync(Func<CancellationToken, Task<byte[]>> send, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.CrmTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await send(either.Token);
            return TriggerEnding.Answered;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TriggerEnding.Unreachable(nameof(CrmFailure.TimedOut));
        }
        catch (HttpRequestException e) when (e is { HttpRequestError: HttpRequestError.Unknown, InnerException: null }) // the sender's own
        {
            return TriggerEnding.Refused(e.Message);
        }
        catch (HttpRequestException e)
        {
            return TriggerEnding.Unreachable(e.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return TriggerEnding.Unreachable(nameof(CrmFailure.ConnectionLost));
        }
    }
}
