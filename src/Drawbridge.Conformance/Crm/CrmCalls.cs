using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Conformance.Crm;

/// <summary>The calls that the platform makes to a CRM, as requests that a case can still change, and what most cases need before they begin.</summary>
public sealed class CrmCalls(CaseRun run)
{
    private const string SharedToken = "crmApiToken";
    private const string SecondBrokersToken = "crmApiToken of the second broker";
    private const string OtherCrmsToken = "crmApiToken of the other CRM";

    private readonly BrokerTarget _broker = run.Broker;

    private BrokerNames Names => _broker.Names;

    /// <summary>Call 4.1.</summary>
    /// <param name="password">Null for the right one.</param>
    /// <param name="names">Null for those of the broker under test.</param>
    public TargetRequest Authenticate(string? password = null, BrokerNames? names = null)
    {
        run.Secrets.Learn(_broker.CrmPassword, "CRM password");
        run.Secrets.Learn(password, "CRM password");
        return Post(CrmPaths.CrmApiToken, names, new JsonObject { ["password"] = password ?? _broker.CrmPassword });
    }

    /// <summary>Call 4.2.</summary>
    public TargetRequest Exchange(string crmApiToken, string code, BrokerNames? names = null) =>
        Post(CrmPaths.AuthorizeOneTime, names, new JsonObject { ["code"] = code }).AddQuery("crmApiToken", crmApiToken);

    /// <summary>Call 4.3.</summary>
    public TargetRequest Validate(string crmApiToken, string accessToken, BrokerNames? names = null) =>
        Post(CrmPaths.Authorize, names, new JsonObject { ["accessToken"] = accessToken }).AddQuery("crmApiToken", crmApiToken);

    /// <summary>Call 4.4.</summary>
    public TargetRequest Generate(string crmApiToken, long userId, string? inAppToken, BrokerNames? names = null)
    {
        var request = Post(CrmPaths.GenerateOneTime, names, new JsonObject { ["userId"] = userId }).AddQuery("crmApiToken", crmApiToken);
        return inAppToken is null ? request : request.AddQuery("inappToken", inAppToken);
    }

    /// <summary>Call 4.5.</summary>
    public TargetRequest LogOut(string crmApiToken, long userId, string accessToken, BrokerNames? names = null) =>
        Post(CrmPaths.Logout, names, body: null).AddQuery("crmApiToken", crmApiToken).AddQuery("userId", userId.ToString(CultureInfo.InvariantCulture)).AddQuery("accessToken", accessToken);

    /// <summary>A fresh <c>crmApiToken</c>.</summary>
    /// <exception cref="ConfigurationFaultException">The CRM does not give one for the plan's password; call 4.1 has cases of its own.</exception>
    public async Task<string> NewTokenAsync(CancellationToken cancellationToken, BrokerNames? names = null, string? password = null)
    {
        var answer = await run.SendAsync("authenticates (4.1)", Authenticate(password, names), cancellationToken);
        if (answer.Status != 200 || answer.Text("crmApiToken") is not { Length: > 0 } token)
        {
            throw new ConfigurationFaultException(
                $"call 4.1 answers {answer.Status} to the plan's password{(answer.Text("code") is { } code ? $" ({code})" : "")}",
                "Correct crmPassword, brokerName and brokerCrmName in the plan: they must be what the CRM is configured with. If they are right, look at the cases of 4.1 first.");
        }

        run.Secrets.Learn(token, "crmApiToken");
        return token;
    }

    /// <summary>The <c>crmApiToken</c> that all cases share which only need one. A case that lets time pass takes a fresh one.</summary>
    public Task<string> TokenAsync(CancellationToken cancellationToken) => run.Context.Shared.GetAsync(SharedToken, () => NewTokenAsync(cancellationToken));

    /// <summary>Has the next case ask for a new one: more time has passed than a token may live.</summary>
    public void ForgetTokens()
    {
        run.Context.Shared.Forget(SharedToken);
        run.Context.Shared.Forget(SecondBrokersToken);
        run.Context.Shared.Forget(OtherCrmsToken);
    }

    /// <summary>The <c>crmApiToken</c> of the second broker, shared in the same way.</summary>
    public Task<string> SecondBrokersTokenAsync(CancellationToken cancellationToken) => run.Context.Shared.GetAsync(
        SecondBrokersToken,
        () => _broker.Second is { } second
            ? NewTokenAsync(cancellationToken, second.Names, second.CrmPassword)
            : throw new NotOfferedException("a second broker"));

    /// <summary>A <c>crmApiToken</c> of the other CRM, shared in the same way.</summary>
    public Task<string> OtherCrmsTokenAsync(CancellationToken cancellationToken) => run.Context.Shared.GetAsync(
        OtherCrmsToken,
        () => _broker.Other is { } other
            ? NewTokenAsync(cancellationToken, other.Names, other.CrmPassword)
            : throw new NotOfferedException("another CRM"));

    /// <summary>A trader of the plan.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <exception cref="ConfigurationFaultException">The plan names fewer.</exception>
    public PlanUser Trader(int index = 0) => index < _broker.Users.Count
        ? _broker.Users[index]
        : throw new ConfigurationFaultException($"the plan names {_broker.Users.Count} traders, this needs {index + 1}", "Add traders under users in the plan.");

    /// <summary>A trader of the plan whom the CRM has named; logged in once for all cases.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="index">Which trader of the plan, from 0.</param>
    public Task<KnownUser> UserAsync(CancellationToken cancellationToken, int index = 0) => UserAsync(Trader(index), Names, password: null, cancellationToken);

    /// <summary>Somebody else than the first trader: the plan's second one, or one who signs up for it.</summary>
    /// <exception cref="NotOfferedException">The plan has no second trader, and nobody can sign up without a browser.</exception>
    public Task<KnownUser> AnotherUserAsync(CancellationToken cancellationToken) => _broker.Users.Count > 1
        ? UserAsync(cancellationToken, index: 1)
        : run.Context.Shared.GetAsync("another user", async () =>
        {
            var (user, success) = await BrowserSignUp.SignUpAsync(run, cancellationToken);
            return await KnownAsync(user, Names, TokenOf(success), await TokenAsync(cancellationToken), cancellationToken);
        });

    /// <summary>The trader of the second broker.</summary>
    public Task<KnownUser> SecondBrokersUserAsync(CancellationToken cancellationToken) => _broker.Second?.User is { } user
        ? UserAsync(user, _broker.Second.Names, _broker.Second.CrmPassword, cancellationToken)
        : throw new NotOfferedException("a trader of the second broker");

    /// <summary>The access token that all cases share which only look at it.</summary>
    /// <exception cref="ConfigurationFaultException">There is none.</exception>
    public async Task<string> AccessTokenAsync(CancellationToken cancellationToken, int index = 0) => AccessTokenOf(await UserAsync(cancellationToken, index));

    /// <summary>The access token of somebody who has logged in.</summary>
    /// <exception cref="ConfigurationFaultException">There is none.</exception>
    public static string AccessTokenOf(KnownUser user) => user.AccessToken ?? throw new ConfigurationFaultException(
        $"there is no accessToken of {user.User.Email}, who would have to log in for one with \"Keep me logged in\"",
        "Look at api/6.1.2/valid-code first; logging in needs a browser on this machine.");

    /// <summary>A new OT token of the first trader by call 4.4.</summary>
    public async Task<string> NewOneTimeTokenAsync(CancellationToken cancellationToken) =>
        await NewOneTimeTokenAsync(await TokenAsync(cancellationToken), await UserAsync(cancellationToken), cancellationToken);

    /// <summary>A new OT token by call 4.4.</summary>
    /// <exception cref="ConfigurationFaultException">The CRM gives none; call 4.4 has cases of its own.</exception>
    public async Task<string> NewOneTimeTokenAsync(string crmApiToken, KnownUser user, CancellationToken cancellationToken)
    {
        var answer = await run.SendAsync("generates an OT token (4.4)", Generate(crmApiToken, user.UserId, user.InAppToken, user.Names), cancellationToken);
        run.Secrets.Learn(answer.Text("token"), "OT token");
        return answer.Status == 200 && answer.Text("token") is { Length: > 0 } token
            ? token
            : throw new ConfigurationFaultException(
                $"call 4.4 answers {answer.Status} to the userId of {user.User.Email}, so there is no OT token to look at",
                "Look at the cases of 4.4 first: until they pass, what needs an OT token cannot be looked at.");
    }

    /// <summary>Logs in at the screen; the OT token of the success page is returned.</summary>
    public async Task<string> LogInAsync(PlanUser user, BrokerNames names, bool keepLoggedIn, CancellationToken cancellationToken)
    {
        run.Secrets.Learn(user.Password, "password");
        if (run.Context.LogIn is not { } logIn)
        {
            throw new ConfigurationFaultException("logging in needs a browser, and there is none here", "Install Chromium, or give users a userId in the plan to look at calls 4.1 and 4.4 only.");
        }

        return TokenOf(await logIn.LogInAsync(run, user, names, keepLoggedIn, cancellationToken));
    }

    /// <summary>Exchanges an OT token by call 4.2 and notes what comes of it.</summary>
    public async Task<Answer> ExchangeAsync(string crmApiToken, string code, CancellationToken cancellationToken, BrokerNames? names = null)
    {
        var answer = await run.SendAsync("exchanges the OT token (4.2)", Exchange(crmApiToken, code, names), cancellationToken);
        run.Secrets.Learn(answer.Text("accessToken"), "accessToken");
        run.Secrets.Learn(answer.Text("inappToken"), "inappToken");
        return answer;
    }

    /// <summary>Logs in with "Keep me logged in" and exchanges the token: a device of its own.</summary>
    /// <exception cref="ConfigurationFaultException">The CRM does not take the token; call 4.2 has cases of its own.</exception>
    public async Task<KnownUser> NewDeviceAsync(CancellationToken cancellationToken, int index = 0) =>
        await NewDeviceAsync(Trader(index), Names, await TokenAsync(cancellationToken), cancellationToken);

    /// <summary>A second device of the first trader, logged in once for all cases that only look at it.</summary>
    public Task<KnownUser> SecondDeviceAsync(CancellationToken cancellationToken) => run.Context.Shared.GetAsync("second device", async () =>
    {
        await UserAsync(cancellationToken);
        return await NewDeviceAsync(cancellationToken);
    });

    /// <summary>The OT token in the address of a success page.</summary>
    private string TokenOf(Uri success)
    {
        var token = System.Web.HttpUtility.ParseQueryString(success.Query)["token"];
        Check.That(token is { Length: > 0 }, "a success page whose address has the parameter token", "one without it");
        run.Secrets.Learn(token, "OT token");
        return token;
    }

    private async Task<KnownUser> NewDeviceAsync(PlanUser user, BrokerNames names, string crmApiToken, CancellationToken cancellationToken) =>
        await KnownAsync(user, names, await LogInAsync(user, names, keepLoggedIn: true, cancellationToken), crmApiToken, cancellationToken);

    private async Task<KnownUser> KnownAsync(PlanUser user, BrokerNames names, string token, string crmApiToken, CancellationToken cancellationToken)
    {
        var answer = await ExchangeAsync(crmApiToken, token, cancellationToken, names);
        return answer.Status == 200 && long.TryParse(answer.Text("userId"), CultureInfo.InvariantCulture, out var userId)
            ? new KnownUser(user, names, userId, answer.Text("accessToken"), answer.Text("inappToken"))
            : throw new ConfigurationFaultException(
                $"call 4.2 answers {answer.Status} to the OT token of {user.Email}'s log-in, so no userId is known",
                "Look at the cases of 4.2 first: until they pass, what needs a logged-in trader cannot be looked at.");
    }

    private Task<KnownUser> UserAsync(PlanUser user, BrokerNames names, string? password, CancellationToken cancellationToken) => run.Context.Shared.GetAsync(
        $"user {user.Email} at {names.BrokerName}",
        async () =>
        {
            if (run.Context.LogIn is null && user.UserId is { } known)
            {
                return new KnownUser(user, names, known, AccessToken: null, InAppToken: null);
            }

            return await NewDeviceAsync(user, names, await NewTokenAsync(cancellationToken, names, password), cancellationToken);
        });

    private TargetRequest Post(string path, BrokerNames? names, JsonObject? body) => new TargetRequest(HttpMethod.Post, new Uri($"{_broker.Url.AbsoluteUri.TrimEnd('/')}/{path.TrimStart('/')}"))
    {
        Query = [KeyValuePair.Create("brokerName", (names ?? Names).BrokerName), KeyValuePair.Create("brokerCrmName", (names ?? Names).BrokerCrmName)],
        Body = body?.ToJsonString(),
        ContentType = body is null ? null : "application/json",
    };
}
