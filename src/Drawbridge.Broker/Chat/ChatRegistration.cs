using Drawbridge.Broker.Live;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Chat;

/// <summary>Puts the chat into a host.</summary>
internal static class ChatRegistration
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.TryAddSingleton<ChatStore>();
        services.TryAddSingleton<DeskStore>();
        services.TryAddSingleton<DeskTraders>();
        services.TryAddSingleton<ChatSignals>();
        services.TryAddSingleton<LiveStream>();
        services.TryAddSingleton<ChatLive>();
        services.TryAddSingleton<ChatEndpoints>();
        services.TryAddSingleton<DeskEndpoints>();
        return services;
    }
}
