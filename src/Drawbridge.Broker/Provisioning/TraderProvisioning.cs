using System.Security.Cryptography;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Provisioning;

/// <summary>A trader that a host wants to exist, such as the one of a demonstration.</summary>
public sealed record ProvisionedTrader
{
    /// <summary>Whose trader it is.</summary>
    public required BrokerName BrokerName { get; init; }

    /// <summary>E-mail address, taken to be proven.</summary>
    public required string Email { get; init; }

    /// <summary>Password of a trader who does not exist yet; one who does keeps the password of before.</summary>
    public required string Password { get; init; }

    /// <summary>
    /// Password of the first account, for a broker whose users log in at the platform with account and password; null = a random one that nobody
    /// learns. Counts when the account is opened.
    /// </summary>
    public string? AccountPassword { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>Identifier under which the trader is a partner whom nobody has to approve; null = no partner.</summary>
    public string? PartnerIdentifier { get; init; }

    /// <summary>ISO 639-1.</summary>
    public string PreferredLanguage { get; init; } = "en";

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"ProvisionedTrader({BrokerName})";
}

/// <summary>Makes traders without a screen.</summary>
public static class TraderProvisioning
{
    /// <summary>
    /// Sees to it that the trader exists with a first account, by the same onboarding as behind the screens. Repeating it goes on where it
    /// was interrupted, and changes nothing when all is there. The platform must be reachable.
    /// </summary>
    /// <returns>How far it got; if it is not complete yet, onboarding goes on in the background.</returns>
    public static async Task<OnboardingState> ProvisionTraderAsync(
        this IServiceProvider services, ProvisionedTrader trader, CancellationToken cancellationToken)
    {
        var broker = services.GetRequiredService<BrokerDirectory>().Current.FindBroker(trader.BrokerName)
            ?? throw new InvalidOperationException($"There is no broker {trader.BrokerName}.");
        var userId = await EnsureUserAsync(services, broker, trader, cancellationToken);
        if (trader.PartnerIdentifier is { } identifier)
        {
            await EnsurePartnerAsync(services, broker, userId, identifier, trader, cancellationToken);
        }

        var onboarding = services.GetRequiredService<OnboardingService>();
        var state = await onboarding.GetStateAsync(broker, userId, cancellationToken);
        if (state is OnboardingState.Complete)
        {
            return state;
        }

        return await onboarding.OpenAccountAsync(
            broker, userId, broker.Settings.FirstAccounts()[0].Preselected, cancellationToken,
            trader.AccountPassword is { } password ? PasswordHashMd5.Of(password) : null);
    }

    private static async Task EnsurePartnerAsync(
        IServiceProvider services, BrokerEntity broker, long userId, string identifier, ProvisionedTrader trader, CancellationToken cancellationToken)
    {
        var asked = new NewPartner(userId, trader.FirstName ?? identifier) { Identifier = identifier, IsDecided = true, By = "provisioning" };
        var outcome = await services.GetRequiredService<PartnerService>().RegisterAsync(broker, asked, also: null, cancellationToken);
        if (outcome is not (PartnerOutcome.Done or PartnerOutcome.Exists))
        {
            throw new InvalidOperationException($"A trader of {broker.Name} cannot become a partner: {outcome.GetType().Name}.");
        }
    }

    private static async Task<long> EnsureUserAsync(
        IServiceProvider services, BrokerEntity broker, ProvisionedTrader trader, CancellationToken cancellationToken)
    {
        var users = services.GetRequiredService<UserStore>();
        if (await users.FindByEmailAsync(broker.Id, trader.Email, cancellationToken) is { } existing)
        {
            return existing.Id;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var user = new BrokerUser
        {
            BrokerId = broker.Id,
            Email = trader.Email,
            NormalizedEmail = UserStore.Normalize(trader.Email),
            PasswordHash = await services.GetRequiredService<PasswordHashingQueue>().HashAsync(trader.Password, cancellationToken),
            SecurityStamp = NewStamp(),
            ConcurrencyStamp = NewStamp(),
            FirstName = trader.FirstName,
            LastName = trader.LastName,
            PreferredLanguage = trader.PreferredLanguage,
            EmailConfirmedAt = now,
            CreatedAt = now,
        };
        return await users.TryAddAsync(user, cancellationToken)
            ? user.Id
            : (await users.FindByEmailAsync(broker.Id, trader.Email, cancellationToken))!.Id; // another node was faster
    }

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
