using Drawbridge.Broker.EmailProofs;
using Drawbridge.Broker.PasswordReset;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.SignIn;

/// <summary>Puts login, signup and account creation into a host.</summary>
internal static class SignInRegistration
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.TryAddSingleton<IOnboardingSteps, OnboardingSteps>();
        services.TryAddSingleton<AccountMails>();
        services.TryAddSingleton<EmailProofStore>();
        services.TryAddSingleton<EmailProofService>();
        services.TryAddSingleton<ScreenFlow>();
        services.TryAddScoped<SignInService>();
        services.TryAddScoped<PasswordResetService>();
        return services;
    }
}
