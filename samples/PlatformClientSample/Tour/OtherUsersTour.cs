using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace PlatformClientSample.Tour;

/// <summary>Users without single sign-on.</summary>
internal static class OtherUsersTour
{
    public static async Task RunAsync(PlatformClient client, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: ctid
        var created = await client.Ctids.CreateAsync($"ctid.{Guid.NewGuid():N}@example.com", "en", cancellationToken).AnswerAsync();
        var nickname = created.IsNew ? created.User.Nickname : null; // of a user who was there already only the number comes
        // end
        await output.WriteLineAsync($"User {created.User.UserId} without single sign-on is called {nickname}.");

        if (OneTimeToken.TryParse("a-token-that-nobody-issued", out var token))
        {
            // snippet: redeem
            var redeemed = await client.Handoff.RedeemAsync(token, cancellationToken);
            var who = redeemed switch
            {
                PlatformResult<RedeemResponse>.Answered { Value: var user } => $"{user.Email} with account {user.TradingLogin}",
                PlatformResult<RedeemResponse>.Refused { ErrorCode: PlatformErrorCode.OneTimeTokenNotFound } => "nobody: unknown, expired or used",
                _ => "nobody knows: let the user come again with a new token",
            };
            // end
            await output.WriteLineAsync($"The token stands for {who}.");
        }
    }
}
