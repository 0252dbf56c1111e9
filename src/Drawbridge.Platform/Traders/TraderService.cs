using System.Text.Json;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Traders;

/// <summary>Trading accounts.</summary>
internal sealed class TraderService(
    TraderStore store, TraderEntities entities, BrokerDirectory brokers, PasswordHashing hashing, IOptions<PlatformOptions> options, TimeProvider time)
{
    private static readonly PlatformFault NoGroup = new(PlatformErrorCode.TraderGroupNotFound, "There is no such trader group.");

    /// <summary>Call 3.3 (FLOW-CREATE-10).</summary>
    public async Task<Outcome<TraderEntity>> CreateAsync(Manager manager, CreateTraderRequest request, CancellationToken cancellationToken)
    {
        if (TraderRules.Check(request) is { } fault)
        {
            return fault;
        }

        if (brokers.FindBroker(request.BrokerName) is null)
        {
            return new PlatformFault(PlatformErrorCode.PlantInvalid, "The brokerName is not on this plant."); // B2P-3.3-22, ERR-27
        }

        if (options.Value.EffectiveGroups.All(group => group.Name != request.GroupName))
        {
            return NoGroup; // B2P-3.3-22, ERR-30
        }

        if (options.Value.EffectiveDepositAssets.FirstOrDefault(asset => asset.Name == request.DepositCurrency) is not { } asset)
        {
            return PlatformFault.Invalid("depositCurrency is not a deposit asset."); // B2P-3.3-22
        }

        if (!manager.Reaches(request.BrokerName!, request.GroupName!))
        {
            return TraderReach.OutOfReach; // B2P-0-17, ERR-23
        }

        var created = await store.CreateAsync(await ToRowAsync(request, asset, cancellationToken), cancellationToken);
        return await entities.OfAsync(created, cancellationToken);
    }

    /// <summary>WebServices 4.2.</summary>
    public async Task<Outcome<TraderEntity>> GetAsync(Manager manager, long login, CancellationToken cancellationToken)
    {
        var trader = await store.FindAsync(login, cancellationToken);
        return TraderReach.Denial(manager, trader) is { } denied ? denied : await entities.OfAsync(trader!, cancellationToken); // B2P-0-17
    }

    /// <summary>WebServices 4.4: the accounts that copy this one. They have its currency, so the sums are its own (WS-59).</summary>
    public async Task<Outcome<SubAccountsResponse>> GetSubAccountsAsync(Manager manager, long login, CancellationToken cancellationToken)
    {
        if (TraderReach.Denial(manager, await store.FindAsync(login, cancellationToken)) is { } denied)
        {
            return denied;
        }

        var copies = await entities.OfAsync(await store.ListSubAccountsAsync(login, cancellationToken), cancellationToken);
        return new SubAccountsResponse(
            new([.. copies.Select(static copy => copy.Login)]),
            copies.Sum(static copy => copy.Balance),
            copies.Sum(static copy => copy.Equity));
    }

    /// <summary>WebServices 4.3.</summary>
    /// <param name="manager">Who asks; sees only what is within reach.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="groupId">Only accounts of that group.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Outcome<TraderListResponse>> ListAsync(
        Manager manager, TraderListQuery query, long? groupId, CancellationToken cancellationToken)
    {
        if (query.To <= query.From)
        {
            return PlatformFault.Invalid("to must be after from."); // WS-58
        }

        if (query.LastDealFrom is null != query.LastDealTo is null)
        {
            return PlatformFault.Invalid("lastDealFrom and lastDealTo go together."); // WS-51
        }

        if (groupId is { } id)
        {
            if (options.Value.EffectiveGroups.FirstOrDefault(group => group.Id == id) is not { } group)
            {
                return NoGroup; // WS-54
            }

            query = query with { GroupName = group.Name };
        }

        var (traders, hasMore) = await store.ListAsync(manager, query, options.Value.TradersPerList, cancellationToken); // WS-55
        return new TraderListResponse { Trader = await entities.OfAsync(traders, cancellationToken), HasMore = hasMore };
    }

    private async Task<TraderRow> ToRowAsync(CreateTraderRequest request, DepositAssetOptions asset, CancellationToken cancellationToken)
    {
        _ = PasswordHashMd5.TryParse(request.HashedPassword, out var password);
        var now = time.GetUtcNow();
        return new()
        {
            BrokerName = request.BrokerName!,
            GroupName = request.GroupName!,
            DepositCurrency = asset.Name,
            MoneyDigits = asset.MoneyDigits,
            AccessRights = request.AccessRights!,
            AccountType = request.AccountType!,
            Balance = request.Balance!.Value,
            LeverageInCents = request.LeverageInCents!.Value,
            MaxLeverage = request.MaxLeverage,
            TotalMarginCalculationType = request.TotalMarginCalculationType ?? "MAX", // B2P-3.3-10
            ContactDetails = JsonSerializer.Serialize(request.ContactDetails ?? new(), StoredJson.Default.ContactDetails), // B2P-3.3-11
            Name = request.Name, // B2P-3.3-12
            LastName = request.LastName,
            Description = request.Description,
            LimitedRisk = request.IsLimitedRisk ?? false, // B2P-3.3-13
            LimitedRiskMarginCalculationStrategy = request.LimitedRiskMarginCalculationStrategy,
            SendOwnStatement = request.SendOwnStatement ?? false, // B2P-3.3-16
            SendStatementToBroker = request.SendStatementToBroker ?? false,
            SwapFree = request.SwapFree ?? false, // B2P-3.3-17
            PasswordHash = await hashing.HashAsync(password!, cancellationToken),
            RegisteredAt = now,
            UpdatedAt = now,
        };
    }
}
