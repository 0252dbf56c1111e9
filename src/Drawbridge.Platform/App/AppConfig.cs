using System.Reflection;
using System.Text.Json.Serialization;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Hosting;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.App;

/// <summary>What the simulated app has to know of the brokers. No secret is in it.</summary>
internal sealed class AppConfig(BrokerDirectory brokers, IOptions<PlatformOptions> options)
{
    /// <summary>As the brokers are now: an identity option can be switched while the app is open (FLOW-MIGRATE-3).</summary>
    public AppConfigView View => new([.. brokers.All.Select(ToView)], IsInstrumentOpen(options.Value), Version());

    /// <summary>Addresses of the broker's screens.</summary>
    public static IReadOnlyCollection<string?> ScreensOf(PlatformBroker broker) =>
        [LoginUrl(broker), .. broker.Options.Screens.Addresses.Select(static screen => screen.Url).Where(static url => url is not null)];

    private static string LoginUrl(PlatformBroker broker) => broker.Options.LoginUrl ?? $"{BaseOf(broker)}/auth/login"; // SCR-1

    private static string BaseOf(PlatformBroker broker) => broker.Peer.BaseUrl.AbsoluteUri.TrimEnd('/');

    private static AppBrokerView ToView(PlatformBroker broker)
    {
        var options = broker.Options;
        return new()
        {
            BrokerName = options.BrokerName,
            BrokerCrmName = options.BrokerCrmName,
            DisplayName = options.DisplayName ?? options.BrokerName,
            Parent = options.Parent,
            Identity = options.Identity == IdentityMode.Handoff ? "handoff" : "sso",
            LoginUrl = LoginUrl(broker),
            Screens = new()
            {
                Deposit = options.Screens.Deposit,
                Withdraw = options.Screens.Withdraw,
                Kyc = options.Screens.Kyc,
                Action = options.Screens.Action,
                Chat = options.Screens.Chat,
                NewAccount = options.Screens.NewAccount,
                ChangePassword = options.Screens.ChangePassword,
                ChangeEmail = options.Screens.ChangeEmail,
            },
            ActionTypes = options.Screens.ActionTypes.Count > 0 ? [.. options.Screens.ActionTypes] : null,
            ClientAreaUrl = options.ClientAreaUrl,
            BrokerBase = BaseOf(broker),
            SuccessUrls = [.. options.SuccessUrls],
            Languages = options.Languages.Count > 0 ? [.. options.Languages] : ["en"],
        };
    }

    private static bool IsInstrumentOpen(PlatformOptions options) => options.Instrument && string.IsNullOrEmpty(options.InstrumentKey);

    private static string Version() =>
        typeof(AppConfig).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}

/// <param name="Brokers">Where one can log in.</param>
/// <param name="Instrument">Whether the journal is there and asks for no key, so that the app can show it.</param>
/// <param name="Version">Of this program.</param>
internal sealed record AppConfigView(IReadOnlyList<AppBrokerView> Brokers, bool Instrument, string Version);

internal sealed record AppBrokerView
{
    public required string BrokerName { get; init; }

    public required string BrokerCrmName { get; init; }

    public required string DisplayName { get; init; }

    public string? Parent { get; init; }

    /// <summary><c>sso</c>, or <c>handoff</c> when users log in at the platform.</summary>
    public required string Identity { get; init; }

    public required string LoginUrl { get; init; }

    public required AppScreensView Screens { get; init; }

    /// <summary>What can be chosen with the generic action, null for nothing (SCR-33).</summary>
    public IReadOnlyList<string>? ActionTypes { get; init; }

    public string? ClientAreaUrl { get; init; }

    public required string BrokerBase { get; init; }

    public required IReadOnlyList<string> SuccessUrls { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }
}

internal sealed record AppScreensView
{
    public string? Deposit { get; init; }

    public string? Withdraw { get; init; }

    public string? Kyc { get; init; }

    public string? Action { get; init; }

    public string? Chat { get; init; }

    public string? NewAccount { get; init; }

    public string? ChangePassword { get; init; }

    public string? ChangeEmail { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AppConfigView))]
[JsonSerializable(typeof(ScreenCheckView))]
internal sealed partial class AppJson : JsonSerializerContext;
