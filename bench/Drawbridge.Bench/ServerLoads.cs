using System.Globalization;
using Drawbridge.Broker.Passwords;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Bench;

/// <summary>The calls as loads on one server.</summary>
internal sealed class ServerLoads(ServerProcess server, Wrk wrk, TokenTables tables, string folder)
{
    private const int AccessTokens = 50_000;
    private const int FewConnections = 4;

    // A margin, because a load may be faster than the one it is sized by.
    private const double Margin = 1.7;

    private readonly TokenStock _oneTime = new(Path.Combine(folder, "one-time-tokens"), TokenKind.OneTime, tables.AddOneTimeTokensAsync);
    private readonly TokenStock _access = new(Path.Combine(folder, "access-tokens"), TokenKind.Access, tables.AddAccessTokensAsync);
    private readonly string _users = Path.Combine(folder, "users");

    /// <summary>Makes what the loads read, and runs each for a while, so that the code is compiled and its speed is known.</summary>
    /// <param name="duration">How long each is run.</param>
    /// <param name="rounds">How many exchanges follow.</param>
    /// <param name="length">How long each of those takes.</param>
    public async Task WarmUpAsync(TimeSpan duration, int rounds, TimeSpan length)
    {
        await File.WriteAllLinesAsync(
            _users, Enumerable.Range(0, TokenTables.Users).Select(i => (TokenTables.FirstUser + i).ToString(CultureInfo.InvariantCulture)));
        await tables.AddUsersAsync();
        await _access.FillAsync(AccessTokens);
        await _oneTime.FillAsync(Needed(20_000, duration));
        await tables.SettleAsync();
        if (server.HasEmptyEndpoint)
        {
            await EmptyAsync(duration);
        }

        await ValidateAsync(duration);
        await GenerateAsync(duration);
        ExpectedPerSecond = 20_000;
        ExpectedPerSecond = (await ExchangeAsync(duration)).PerSecond;
        await _oneTime.FillAsync(rounds * Needed(ExpectedPerSecond, length));
        await tables.SettleAsync();
    }

    private double ExpectedPerSecond { get; set; }

    /// <summary>Call 4.2, each OT token once, with an access token issued for each.</summary>
    public async Task<Load> ExchangeAsync(TimeSpan duration)
    {
        var count = Needed(ExpectedPerSecond, duration);
        var usedBefore = await tables.CountUsedAsync();
        var load = await wrk.RunAsync(server, new(CrmPaths.AuthorizeOneTime, "{\"code\":\"", "\"}", _oneTime.Path, _oneTime.Take(count), count, Once: true), duration);
        var used = await tables.CountUsedAsync() - usedBefore;
        return used >= load.Count && used <= load.Count + Wrk.MostConnections
            ? load
            : throw new InvalidOperationException($"{load.Count} exchanges succeeded, but {used} tokens were used.");
    }

    /// <summary>Call 4.3 of tokens that are valid.</summary>
    public Task<Load> ValidateAsync(TimeSpan duration) => PostAccessTokensAsync(CrmPaths.Authorize, duration);

    /// <summary>The same on few connections, as calls come when a server has time for them: how long they take, not how many there can be.</summary>
    public Task<Load> ValidateCalmlyAsync(TimeSpan duration) => PostAccessTokensAsync(CrmPaths.Authorize, duration, wrk.With(FewConnections));

    /// <summary>The very bytes of call 4.3, but for the path, at the endpoint that does nothing.</summary>
    public Task<Load> EmptyAsync(TimeSpan duration) => PostAccessTokensAsync(BenchServer.EmptyPath, duration);

    /// <summary>Call 4.4.</summary>
    public Task<Load> GenerateAsync(TimeSpan duration) =>
        wrk.RunAsync(server, new(CrmPaths.GenerateOneTime, "{\"userId\":", "}", _users, First: 0, TokenTables.Users, Once: false), duration);

    /// <summary>Correct logins by the form, on as many connections as keep the hashing threads busy.</summary>
    public Task<Load> SignInAsync(TimeSpan duration) =>
        wrk.With(connections: 2 * new HashingOptions().Workers + 2).RunAsync(
            server,
            new("/auth/login", "email=user", "%40example.test&password=" + Uri.EscapeDataString(RawHash.Password), _users, First: 0, TokenTables.Users, Once: false)
            {
                Query = server.Names,
                ContentType = "application/x-www-form-urlencoded",
            },
            duration);

    /// <summary>How long refused logins take, one after another, of accounts that there are and of others, in turns.</summary>
    public Task<RefusedLogins> RefuseAsync(int count) => RefusedLogins.MeasureAsync(server, count);

    private Task<Load> PostAccessTokensAsync(string path, TimeSpan duration, Wrk? with = null) =>
        (with ?? wrk).RunAsync(server, new(path, "{\"accessToken\":\"", "\"}", _access.Path, First: 0, AccessTokens, Once: false), duration);

    private static long Needed(double perSecond, TimeSpan duration) => (long)(perSecond * Margin * duration.TotalSeconds);
}
