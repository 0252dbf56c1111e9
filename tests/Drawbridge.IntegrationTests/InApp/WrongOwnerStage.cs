using System.Globalization;
using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.IntegrationTests.Handoff;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Tests.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>A request with something that was made for somebody or something else.</summary>
/// <param name="Route">Where to.</param>
/// <param name="With">What it carries, in words.</param>
/// <param name="Url">The address.</param>
/// <param name="Expected">Statuses of a refusal.</param>
internal sealed record WrongOwnerTry(InAppRoute Route, string With, string Url, params int[] Expected)
{
    public Dictionary<string, string> Cookies { get; init; } = [];

    public Dictionary<string, string> Fields { get; init; } = [];
}

/// <summary>An owner with something in every action, and others who have nothing to do with it.</summary>
internal sealed class WrongOwnerStage
{
    private const string Words = "words of the owner alone";

    private readonly HandoffHost _host;
    private readonly IdentityOption _identity;
    private readonly Dictionary<(HandedOver, InAppAction), (string Sealed, string Handle)> _sessions = [];
    private TestCrm _crm = null!;
    private TestCrm _otherCrm = null!;
    private HandedOver _owner = null!;
    private HandedOver _neighbour = null!;
    private HandedOver _stranger = null!;
    private HandedOver _foreigner = null!;
    private string _reference = "";

    private WrongOwnerStage(HandoffHost host, IdentityOption identity) => (_host, _identity) = (host, identity);

    /// <summary>What no answer to anybody else may say.</summary>
    public IReadOnlyList<string> Secrets => [Words, _owner.Email, _reference];

    public static async Task<WrongOwnerStage> SetAsync(HandoffHost host, IdentityOption identity)
    {
        var stage = new WrongOwnerStage(host, identity)
        {
            _crm = await host.NewCrmAsync(identity, brokers: 2), _otherCrm = await host.NewCrmAsync(identity),
        };
        stage._owner = await stage.NewUserAsync(stage._crm);
        stage._neighbour = await stage.NewUserAsync(stage._crm);
        stage._stranger = await stage.NewUserAsync(stage._crm, broker: 1);
        stage._foreigner = await stage.NewUserAsync(stage._otherCrm);
        await stage.ActAsync();
        return stage;
    }

    /// <summary>Everything that belongs to the owner, as text.</summary>
    public Task<string> ReadWhatTheOwnerHasAsync() => _host.Database.ReadAsync(
        async session =>
        {
            var id = new { userId = _owner.Id };
            var counts = await session.ListAsync<long>(
                """
                select count(*) from action_submissions where user_id = @userId union all
                select count(*) from in_app_sessions where user_id = @userId union all
                select count(*) from accounts where user_id = @userId union all
                select count(*) from account_openings where user_id = @userId union all
                select count(*) from kyc_steps s join kyc_cases c on c.id = s.case_id where c.user_id = @userId and s.complete union all
                select count(*) from kyc_files f join kyc_cases c on c.id = f.case_id where c.user_id = @userId and f.replaced_at is null union all
                select cast(sum(state + revision) as bigint) from kyc_cases where user_id = @userId union all
                select count(*) from chat_messages m join chat_conversations c on c.id = m.conversation_id where c.user_id = @userId
                """,
                id);
            var payments = await session.ListAsync<string>("select cast(state as text) || reference from payments where user_id = @userId order by id", id);
            var linked = await session.ListAsync<long?>("select ctrader_user_id from users where id = @userId", id);
            return $"{string.Join(' ', counts)} {string.Join(' ', payments)} {string.Join(' ', linked)}";
        },
        CancellationToken.None);

    /// <summary>Every endpoint with everything wrong.</summary>
    public async Task<IReadOnlyList<WrongOwnerTry>> ListTriesAsync(IReadOnlyList<InAppRoute> routes)
    {
        // A token that runs out is made first; the clock is moved once.
        var expired = _identity == IdentityOption.Sso ? await TokenAsync(_owner) : null;
        _host.Time.Advance(TimeSpan.FromSeconds(61));
        var used = await TokenAsync(_owner);
        using (var browser = new Browser(_host))
        {
            (await browser.GetAsync($"{InAppRoute.StartOf(InAppAction.Action)}?{Names}&token={used}")).ShouldShow("action");
        }

        var tries = new List<WrongOwnerTry>();
        foreach (var route in routes)
        {
            if (route.IsGet)
            {
                tries.Add(WithToken(route, "a used token", used, 404));
                tries.Add(WithToken(route, "a token that nobody made", TokenText.Generate(TokenKind.OneTime), 404));
                tries.Add(WithToken(route, "no token at all", "short", 417));
                tries.Add(WithToken(route, "a token of another broker", await TokenAsync(_stranger), 403));
                tries.Add(WithToken(route, "a token of another CRM", await TokenAsync(_foreigner), 403));
                tries.Add(WithToken(route, "a token of another user and the owner's account", await TokenAsync(_neighbour), 403, $"&account={_owner.Account}"));
                tries.AddRange(await ListOwnTokenTriesAsync(route, expired));
            }

            tries.AddRange(await ListSessionTriesAsync(route));
        }

        return tries;
    }

    private string Names => _crm.Names();

    /// <summary>Under single sign-on a token says what it was made for, and when.</summary>
    private async Task<IEnumerable<WrongOwnerTry>> ListOwnTokenTriesAsync(InAppRoute route, string? expired)
    {
        if (expired is null)
        {
            return [];
        }

        var tries = new List<WrongOwnerTry> { WithToken(route, "an expired token", expired, 410) };
        foreach (var purpose in new[] { OneTimeTokenPurpose.SignIn, OneTimeTokenPurpose.SignUp, OneTimeTokenPurpose.EmbeddedWeb, OneTimeTokenPurpose.Management })
        {
            tries.Add(WithToken(route, $"a token for {purpose}", await OwnTokenAsync(_owner, purpose), 404));
        }

        return tries;
    }

    private async Task<IEnumerable<WrongOwnerTry>> ListSessionTriesAsync(InAppRoute route)
    {
        var otherAction = route.Action == InAppAction.Chat ? InAppAction.Action : InAppAction.Chat;
        List<WrongOwnerTry> tries =
        [
            WithSession(route, "nothing", null, Names),
            WithSession(route, "a session of another action", await SessionAsync(_owner, otherAction), Names),
            WithSession(route, "a session of another broker", await SessionAsync(_stranger, route.Action), Names),
            WithSession(route, "a session of another CRM", await SessionAsync(_foreigner, route.Action), Names),
            WithSession(route, "its session and another account", await SessionAsync(_owner, route.Action), $"{Names}&account={_neighbour.Account}"),
        ];
        if (NamesSomethingOfTheOwner(route.Path))
        {
            tries.Add(WithSession(route, "another user's session", await SessionAsync(_neighbour, route.Action), Names));
        }

        return tries;
    }

    private WrongOwnerTry WithToken(InAppRoute route, string with, string token, int status, string more = "") =>
        new(route, with, UrlOf(route, Names) + $"&token={token}{more}", status);

    private WrongOwnerTry WithSession(InAppRoute route, string with, (string Sealed, string Handle)? session, string names)
    {
        var cookie = string.Create(CultureInfo.InvariantCulture, $"__Host-inapp-{_crm.Broker().Id}-{(int)route.Action}");
        int[] expected = route.IsGet ? [400, 403, 404] : [403, 404];
        return new(route, with, UrlOf(route, names), route.IsGet && IsReturn(route.Path) ? [200, .. expected] : expected)
        {
            Cookies = session is { } known && route.IsGet ? new() { [cookie] = known.Handle } : [],
            Fields = session is { } field ? new() { ["session"] = field.Sealed } : [],
        };
    }

    /// <summary>With what belongs to the owner: a payment, and the opening of an account.</summary>
    private string UrlOf(InAppRoute route, string names) => $"{route.Path.Replace("{step}", "person", StringComparison.Ordinal)}?{names}&reference={_reference}&opening=1&number=1";

    /// <summary>Those that a payment, the opening of an account or a file of the conversation is named to.</summary>
    private static bool NamesSomethingOfTheOwner(string path) =>
        path.EndsWith("/payment", StringComparison.Ordinal) || path.EndsWith("/cancel", StringComparison.Ordinal) || path is "/account/new/status" or "/inapp/chat/file";

    /// <summary>Where providers lead back to: without a session the page only says how to go on.</summary>
    private static bool IsReturn(string path) => path.EndsWith("/payment", StringComparison.Ordinal) || path == "/inapp/kyc/status";

    private async Task<HandedOver> NewUserAsync(TestCrm crm, int broker = 0)
    {
        var user = await _host.NewUserAsync(crm, broker: broker);
        var account = new TradingAccount { TraderLogin = user.Account, EnvironmentName = "live", DepositCurrency = "EUR", CreatedAt = _host.Time.GetUtcNow() };
        (await _host.Services.GetRequiredService<AccountStore>().TryAddKnownAsync(crm.Broker(broker).Id, user.Id, account, CancellationToken.None)).ShouldBeTrue();
        return user;
    }

    private Task<string> TokenAsync(HandedOver user) =>
        _identity == IdentityOption.Handoff ? Task.FromResult(_host.NewToken(user)) : OwnTokenAsync(user, OneTimeTokenPurpose.InApp);

    private async Task<string> OwnTokenAsync(HandedOver user, OneTimeTokenPurpose purpose)
    {
        var broker = user == _foreigner ? _otherCrm.Broker() : _crm.Broker(user == _stranger ? 1 : 0);
        var issued = await _host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            broker, user.CtraderUserId, purpose, keepLoggedIn: false, CancellationToken.None);
        return issued!.Token.Reveal();
    }

    /// <summary>A session as a form carries it and as a cookie does.</summary>
    private async Task<(string Sealed, string Handle)> SessionAsync(HandedOver user, InAppAction action)
    {
        if (!_sessions.TryGetValue((user, action), out var session))
        {
            using var browser = new Browser(_host);
            var page = await OpenAsync(browser, user, action);
            session = (page.Document.QuerySelector("input[name=session]").ShouldNotBeNull(page.Text).GetAttribute("value")!, browser.Cookies.Single(cookie => cookie.Key.StartsWith("__Host-inapp-", StringComparison.Ordinal)).Value);
            _sessions[(user, action)] = session;
        }

        return session;
    }

    private async Task<Page> OpenAsync(Browser browser, HandedOver user, InAppAction action)
    {
        var names = user == _foreigner ? _otherCrm.Names() : _crm.Names(user == _stranger ? 1 : 0);
        return await browser.GetAsync($"{InAppRoute.StartOf(action)}?{names}&token={await TokenAsync(user)}");
    }

    /// <summary>The owner writes, pays in and opens an account.</summary>
    private async Task ActAsync()
    {
        using var browser = new Browser(_host, keepsCookies: false);
        await browser.SubmitAsync((await OpenAsync(browser, _owner, InAppAction.Chat)).ShouldShow("chat-text"), "chat-send", ("text", Words));
        await browser.SubmitAsync((await OpenAsync(browser, _owner, InAppAction.Deposit)).ShouldShow("deposit"), "cashier-submit", ("amount", "20"));
        (await browser.SubmitAsync((await OpenAsync(browser, _owner, InAppAction.NewAccount)).ShouldShow("account-create"), "account-submit")).ShouldLeadTo(People.SuccessUrl);
        var kyc = await browser.SubmitAsync(await OpenAsync(browser, _owner, InAppAction.Kyc), "kyc-open-person", ("do", "open"));
        kyc = await browser.SubmitAsync(kyc, "kyc-save", ("answer-firstName", Words), ("answer-lastName", "Owner"), ("answer-birthDate", "1990-01-01"));
        kyc = await browser.SubmitAsync(kyc, "kyc-open-selfie", ("do", "open"));
        await browser.UploadAsync(kyc, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", new ByteArrayContent(SampleFiles.Jpeg())));
        _reference = await _host.Database.ReadAsync(
            session => session.GetAsync<string>("select reference from payments where user_id = @userId", new { userId = _owner.Id }), CancellationToken.None);

        // What is opened below as the owner is part of the picture beforehand.
        foreach (var action in Enum.GetValues<InAppAction>().Where(action => InAppRoute.All(_host.Services).Any(route => route.Action == action)))
        {
            await SessionAsync(_owner, action);
        }
    }
}
