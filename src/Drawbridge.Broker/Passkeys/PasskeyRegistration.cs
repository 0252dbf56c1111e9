using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Passkeys;

/// <summary>Puts passkeys into a host.</summary>
internal static class PasskeyRegistration
{
    private const string Required = "required";

    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.Configure<IdentityPasskeyOptions>(static options =>
        {
            // The device keeps it and recognises its user: then a passkey needs neither a name nor a password beside it.
            options.ResidentKeyRequirement = Required;
            options.UserVerificationRequirement = Required;
            options.AuthenticatorTimeout = PasskeyChallenges.Lifetime;
            options.ValidateOrigin = static answer => ValueTask.FromResult(PasskeyOrigin.IsAllowed(answer));
        });
        services.TryAddScoped<IPasskeyHandler<BrokerUser>, PasskeyHandler<BrokerUser>>();
        services.TryAddSingleton<PasskeyStore>();
        services.TryAddSingleton<PasskeyChallenges>();
        services.TryAddScoped<PasskeyService>();
        return services;
    }
}
