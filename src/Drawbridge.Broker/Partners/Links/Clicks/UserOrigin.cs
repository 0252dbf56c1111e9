using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>What a user who is created now came with: kept with the user until it is in the ledger.</summary>
/// <param name="PartnerId">The identifier of the address (SCR-25, INV-8).</param>
/// <param name="Clicks">References of clicks, separated by spaces; null = none.</param>
internal sealed record UserOrigin(string? PartnerId, string? Clicks)
{
    /// <summary>A partner's code in its kept form; null = none.</summary>
    public string? Code { get; init; }

    /// <summary>Nothing; where the module is off, everybody comes with this.</summary>
    public static UserOrigin None { get; } = new(null, null);
}

/// <summary>Reads from a request what its user came with.</summary>
internal sealed class UserOrigins(PartnerClickStore clicks, ClickVisitors visitors)
{
    private const int MostNotOpened = 3;

    /// <summary>
    /// The address first: the click that led here. Then what the browser remembers. And what it loaded today that nobody opened, which never counts, but is told of in the explanation.
    /// </summary>
    public async Task<UserOrigin> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var broker = context.GetBroker();
        if (!broker.Settings.Offers(Module.Invite))
        {
            return UserOrigin.None;
        }

        var parameters = context.GetScreen().Parameters;
        var visitor = await visitors.NameAsync(context, broker.Id, cancellationToken);
        string[] references =
        [
            .. ClickMemory.Read(context.Request, broker),
            .. parameters.Click is { } click ? (string[])[click] : [],
            .. await clicks.ListNotOpenedAsync(broker.Id, visitor, MostNotOpened, cancellationToken),
        ];
        return new(parameters.PartnerId, references.Length == 0 ? null : string.Join(' ', references.Distinct(StringComparer.Ordinal)));
    }
}
