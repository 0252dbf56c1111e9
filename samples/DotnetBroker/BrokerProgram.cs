using System.Globalization;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DotnetBroker;

/// <summary>Puts the broker together. Each part is a class of its own with virtual members, so that a host replaces what it does differently.</summary>
public static class BrokerProgram
{
    /// <summary>Runs a broker with the settings of the environment.</summary>
    /// <param name="change">Replaces parts.</param>
    /// <returns>The exit code: 2 when a setting is missing.</returns>
    public static async Task<int> RunAsync(Action<IServiceCollection>? change = null)
    {
        if (BrokerSettings.Read(Environment.GetEnvironmentVariable, out var fault) is not { } settings)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }

        var app = Build(settings, change);
        await app.StartAsync();
        await app.Services.GetRequiredService<DemoTrader>().CreateAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync($"ready {settings.PublicUrl.GetLeftPart(UriPartial.Authority)}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>A broker that has not been started.</summary>
    public static WebApplication Build(BrokerSettings settings, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(static console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning); // the framework's request log prints queries, and tokens with them
        builder.WebHost.UseKestrelHttpsConfiguration();
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddDrawbridgePlatformClient(options => options.AuthorityFile = settings.PlatformCa);
        services.AddSingleton(static services => services.GetRequiredService<PlatformClients>().For(PeerOf(services.GetRequiredService<BrokerSettings>())));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BrokerListener>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(static services => services.GetRequiredService<BrokerListener>());
        services.AddSingleton<Store>().AddSingleton<Passwords>().AddSingleton<Throttle>();
        services.AddSingleton<CrmApiTokens>().AddSingleton<OneTimeTokens>().AddSingleton<AccessTokens>();
        services.AddSingleton<CrmCalls>().AddSingleton<Platform>().AddSingleton<Payments>().AddSingleton<DemoTrader>();
        services.AddSingleton<Pages>().AddSingleton<SuccessUrls>().AddSingleton<ScreenSessions>();
        services.AddSingleton<SignInScreens>().AddSingleton<ResetScreens>().AddSingleton<AccountScreens>().AddSingleton<CashierScreens>().AddSingleton<ClientArea>();
        change?.Invoke(services);

        var app = builder.Build();
        app.UseMiddleware<RequestLog>();
        app.UseStatusCodePages(static context => context.HttpContext.Response.StatusCode switch
        {
            404 => CrmError.NotFound.ExecuteAsync(context.HttpContext),
            405 => CrmError.MethodNotAllowed.ExecuteAsync(context.HttpContext),
            _ => Task.CompletedTask,
        });
        app.Services.GetRequiredService<CrmCalls>().Map(app);
        app.Services.GetRequiredService<Pages>().Map(app);
        app.Services.GetRequiredService<SignInScreens>().Map(app);
        app.Services.GetRequiredService<ResetScreens>().Map(app);
        app.Services.GetRequiredService<AccountScreens>().Map(app);
        app.Services.GetRequiredService<CashierScreens>().Map(app);
        app.Services.GetRequiredService<ClientArea>().Map(app);
        return app;
    }

    private static PlatformPeer PeerOf(BrokerSettings settings) => new(
        [settings.PlatformUrl],
        BrokerCrmName.Parse(settings.BrokerCrmName),
        BrokerName.Parse(settings.BrokerName),
        "live",
        new ManagerCredential(long.Parse(settings.ManagerLogin, CultureInfo.InvariantCulture), "1", _ => ValueTask.FromResult(PasswordHashMd5.Of(settings.ManagerPassword))));
}
