using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace PlatformClientSample.Tour;

/// <summary>Trading accounts.</summary>
internal static class TraderTour
{
    public static async Task<(long Login, long Account)> RunAsync(
        PlatformClient client, long userId, TextWriter output, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-5);

        // snippet: create-trader
        var password = PasswordHashMd5.Of("a password of the account");
        var reference = $"ref:{Guid.NewGuid():N}"; // finds the account again if the answer is lost
        var trader = await client.Traders.CreateAsync(
            new CreateTraderRequest
            {
                AccessRights = "NO_TRADING", // until the documents are approved
                AccountType = "HEDGED",
                Balance = 0,
                DepositCurrency = "EUR",
                GroupName = "Default",
                HashedPassword = password.Reveal(),
                LeverageInCents = 10000, // 1:100
                Description = reference,
            },
            cancellationToken).AnswerAsync();
        var account = await client.Links.LinkAsync(trader.Login, password, userId, environmentName: null, cancellationToken).AnswerAsync();
        // end
        await output.WriteLineAsync($"Account {trader.Login} belongs to the user, as {account}.");

        // snippet: update-trader
        await client.Traders.UpdateAsync(
            trader.Login,
            new UpdateTraderRequest { AccessRights = "FULL_ACCESS", ContactDetails = new() { IntroducingBroker1 = "IB-7" } },
            cancellationToken);

        // All of the account at once: what the change does not mention stays.
        await client.Traders.ReplaceAsync(trader.Login, account => account with { SwapFree = true }, cancellationToken);
        // end

        var found = await FindAsync(client, reference, began, cancellationToken);
        await output.WriteLineAsync($"By its reference it is account {found}.");

        // snippet: passwords
        await client.Traders.ChangePasswordAsync(trader.Login, PasswordHashMd5.Of("another password"), cancellationToken);
        var check = await client.Traders.CheckPasswordAsync(trader.Login, password, cancellationToken);
        var isOld = check is PlatformResult<NoContent>.Refused { ErrorCode: PlatformErrorCode.WrongPassword };
        // end
        await output.WriteLineAsync($"Its password was changed: {isOld}.");
        return (trader.Login, account ?? throw new UnexpectedResultException("The link has no number."));
    }

    // snippet: list-traders
    /// <summary>Looks through the accounts registered since a time, newest first.</summary>
    private static async Task<long?> FindAsync(PlatformClient client, string reference, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var query = new TraderQuery(since, TimeProvider.System.GetUtcNow().AddMinutes(5)) { Fields = ["description"] };
        await foreach (var result in client.Traders.ListAsync(query, cancellationToken))
        {
            if (result is not PlatformResult<IReadOnlyList<TraderEntity>>.Answered page)
            {
                return null; // the page that failed is the last
            }

            if (page.Value.FirstOrDefault(trader => trader.Description == reference) is { } found)
            {
                return found.Login;
            }
        }

        return null;
    }
    // end
}
