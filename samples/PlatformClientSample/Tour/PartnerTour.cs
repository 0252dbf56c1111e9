using Drawbridge.Client.Platform;
using Drawbridge.Client.Platform.Calls;
using Drawbridge.Protocol.Invite;

namespace PlatformClientSample.Tour;

/// <summary>Partners and whom they brought.</summary>
internal static class PartnerTour
{
    public static async Task RunAsync(PlatformClient client, long userId, long account, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: referrals
        await client.Referrals.SetAsync("IB-7", new ReferralPartner(userId), cancellationToken); // the user is a partner
        await client.Referrals.SetAsync("IB-7-EUR", new ReferralPartner(userId, account), cancellationToken); // one account is another one
        var record = await client.Referrals.FindAsync(new ReferralPartner(userId), cancellationToken).AnswerAsync();
        await client.Referrals.DeleteAsync(userId, account, cancellationToken);
        // end
        await output.WriteLineAsync($"The user is partner {record?.PartnerId}.");

        // snippet: invite
        var since = TimeProvider.System.GetUtcNow().AddDays(-1);
        await foreach (var page in client.Invite.ListInvitedUsersAsync(since, cancellationToken))
        {
            if (page is not PlatformResult<IReadOnlyList<InvitedUser>>.Answered { Value: var invited })
            {
                break; // the next run begins where this one ended
            }

            foreach (var user in invited)
            {
                since = DateTimeOffset.FromUnixTimeMilliseconds(user.CreateTimestamp);
            }
        }

        var users = await client.Invite.ListUsersPageAsync(new PullQuery { CreatedFrom = since, Limit = 10 }, cancellationToken).AnswerAsync();
        // end
        await output.WriteLineAsync($"Users since then: {users.Count}.");

        // snippet: webhook
        byte[] body = """{"invitedUserId ":4216,"partnerUserId":28042,"brokerName":"BESTBROKER"}"""u8.ToArray();
        if (InviteWebhooks.ReadAttribution(body) is { } attribution)
        {
            var answer = new AttributionResponse { BrokerPartnerId = "IB-7", BrokerResult = AttributionResult.AttributedNew };
            await output.WriteLineAsync($"User {attribution.InvitedUserId}: {answer.BrokerResult}.");
        }
        // end
    }
}
