using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Users;

/// <summary>Puts users into a host.</summary>
internal static class UserRegistration
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.TryAddSingleton<UserStore>();
        services.TryAddSingleton<SharedLogins>();
        services.AddIdentityCore<BrokerUser>(options =>
        {
            // The user name is the address, which is checked by its own rules; unique within the broker by the store.
            options.User.AllowedUserNameCharacters = null!;
            options.User.RequireUniqueEmail = false;
        });
        services.Replace(ServiceDescriptor.Scoped<IUserStore<BrokerUser>, IdentityUserStore>());
        return services;
    }
}
