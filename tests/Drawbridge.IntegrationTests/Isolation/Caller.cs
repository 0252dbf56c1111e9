using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Console.SignIn;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Sessions;
using Drawbridge.IntegrationTests.InApp;
using Drawbridge.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>What somebody shows at a door.</summary>
internal sealed record Credentials
{
    public static Credentials None { get; } = new();

    public string? Query { get; init; }

    public string? Cookie { get; init; }

    public string? Field { get; init; }

    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>The CRM whose provider signs; null = nobody.</summary>
    public string? Signer { get; init; }
}

/// <summary>Gives people their credentials; each has one of a kind until they are renewed.</summary>
internal sealed class Caller(IsolationHost host)
{
    private readonly Dictionary<(Tenant, Door, InAppAction), SessionToken> _sessions = [];

    /// <summary>Who logged out logs in again.</summary>
    public void Renew() => _sessions.Clear();

    /// <summary>What somebody of a broker shows at a door of the same or another broker.</summary>
    public async Task<Credentials> CredentialsAsync(Guarded endpoint, Tenant who, Tenant at)
    {
        switch (endpoint.Door)
        {
            case Door.Platform when endpoint.Path != "/oauth2/crmApiToken":
                return new() { Query = $"crmApiToken={await who.Crm.CrmApiTokenAsync()}" };
            case Door.Flow or Door.Client:
                var session = await SessionAsync(who, endpoint.Door, default);
                return new() { Cookie = string.Create(CultureInfo.InvariantCulture, $"__Host-session-{at.Broker.Id}={session.Reveal()}") };
            case Door.InApp:
                var action = new InAppRoute(endpoint.Method, endpoint.Path).Action;
                var handle = await SessionAsync(who, endpoint.Door, action);
                return new()
                {
                    Cookie = string.Create(CultureInfo.InvariantCulture, $"__Host-inapp-{at.Broker.Id}-{(int)action}={handle.Reveal()}"),
                    Field = $"session={Uri.EscapeDataString(host.Services.GetRequiredService<InAppSessions>().Seal(new(handle, who.Trader.Id, action, who.Trader.Account)))}",
                };
            case Door.Staff or Door.Administrator:
                var desk = await SessionAsync(who, endpoint.Door, default);
                return new()
                {
                    Cookie = $"__Host-console={desk.Reveal()}",
                    Field = $"formKey={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"console form|{desk.Reveal()}")))}",
                };
            case Door.Management:
                return new() { Authorization = new("Bearer", who.Crm.Configuration.ManagementKey) };
            case Door.Provider:
                return new() { Signer = who.CrmName };
            case Door.Invite:
                return new() { Authorization = new("Basic", who.Crm.Configuration.Brokers[who.Index].InviteToken) };
            case Door.Screen:
                return new() { Cookie = $"__Host-form={new string('a', 32)}" }; // of a browser that keeps cookies
            default:
                return Credentials.None;
        }
    }

    private async Task<SessionToken> SessionAsync(Tenant who, Door door, InAppAction action)
    {
        if (door == Door.Flow)
        {
            door = Door.Client;
        }

        if (!_sessions.TryGetValue((who, door, action), out var token))
        {
            _sessions[(who, door, action)] = token = SessionToken.New();
            await BeginAsync(token, who, door, action);
        }

        return token;
    }

    private async Task BeginAsync(SessionToken token, Tenant who, Door door, InAppAction action)
    {
        var now = host.Time.GetUtcNow();
        var ends = now.AddHours(1);
        switch (door)
        {
            case Door.Client:
                await host.Services.GetRequiredService<SessionStore>().AddAsync(
                    token.Fingerprint(), who.Broker.Id, new() { UserId = who.Trader.Id, Kept = true, ProvedAt = now, FactorAt = now, CreatedAt = now, LastSeenAt = now, ExpiresAt = ends },
                    CancellationToken.None);
                break;
            case Door.InApp:
                await host.Services.GetRequiredService<InAppSessionStore>().AddAsync(
                    who.Trader.Id, SessionToken.New().Fingerprint(), new(token.Fingerprint(), who.Broker.Id, action, who.Trader.Account, ends), CancellationToken.None);
                break;
            default:
                var member = door == Door.Staff ? who.Staff : who.Administrator;
                var known = (await host.Services.GetRequiredService<StaffStore>().FindAsync(member.CrmId, member.Id, CancellationToken.None))!;
                (await host.Services.GetRequiredService<StaffSessionStore>().TryAddAsync(token.Fingerprint(), known.Id, known.PasswordHash, now, ends, CancellationToken.None)).ShouldBeTrue();
                break;
        }
    }
}
