using Drawbridge.Broker.Hosting;
using Drawbridge.Storage.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>Puts files of conversations into a host.</summary>
internal static class ChatFileRegistration
{
    public static IServiceCollection AddChatFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<ChatFileOptions, ChatFileOptions.Validator>(configuration, ChatFileOptions.Section);
        services.TryAddSingleton<ChatFileStore>();
        services.TryAddSingleton<ChatFiles>();
        services.TryAddSingleton<ChatFileEndpoints>();
        services.TryAddSingleton<DeskFileEndpoints>();
        services.AddJobHandler<ChatFileRetention>();
        return services;
    }
}
