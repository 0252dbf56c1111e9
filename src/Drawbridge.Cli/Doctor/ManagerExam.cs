using System.Runtime.CompilerServices;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Cli.Doctor;

/// <summary>One broker at the platform: its manager, what the manager may do, and whether the platform knows the broker's names.</summary>
/// <param name="crm">The CRM.</param>
/// <param name="broker">The broker.</param>
/// <param name="side">Where its live accounts are, or its demo accounts.</param>
/// <param name="endpoints">The exams of the endpoints there: where nothing answers, nothing more is asked.</param>
/// <param name="clients">Clients.</param>
/// <param name="time">Our clock.</param>
internal sealed class ManagerExam(
    CrmConfiguration crm, BrokerConfiguration broker, PlatformSide side, IReadOnlyList<(Uri Url, AddressExam Exam)> endpoints, PlatformClients clients,
    TimeProvider time)
{
    /// <summary>Nobody has this number, so that it cannot be linked to anybody.</summary>
    private const long NoTrader = 0;

    private readonly string _subject = $"broker {broker.Name}{(side.Key == PlatformSide.Live ? "" : " demo")}";

    private PlatformConnection Settings => side.Connection;

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Uri? usable = null;
        foreach (var (url, exam) in endpoints)
        {
            if (await exam.IsReached.WaitAsync(cancellationToken))
            {
                var login = Login(url, await ClientOf(url).Manager.GetTokenAsync(cancellationToken));
                usable ??= login.Verdict == Verdict.Ok ? url : null;
                yield return login;
            }
        }

        if (usable is null)
        {
            yield break;
        }

        var client = ClientOf(usable);
        var now = time.GetUtcNow();
        yield return Rights(await client.Traders.ListPageAsync(new(now.AddMinutes(-1), now), cancellationToken));
        var groups = await client.Reference.ListGroupsAsync(cancellationToken);
        var assets = await client.Reference.ListDepositAssetsAsync(cancellationToken);
        foreach (var product in side.Products)
        {
            yield return Group(groups, product);
            yield return Currencies(assets, product);
        }

        yield return CrmName(await client.Users.FindByEmailAsync($"{Guid.NewGuid():N}@doctor.invalid", cancellationToken));
        yield return BrokerName(await client.Links.LinkAsync(
            NoTrader, PasswordHashMd5.Of(Guid.NewGuid().ToString("N")), NoTrader, Settings.EnvironmentName, cancellationToken));
    }

    private PlatformClient ClientOf(Uri url) => clients.For(new PlatformPeer(
        [url],
        Protocol.Brokers.BrokerCrmName.Parse(crm.Name),
        Protocol.Brokers.BrokerName.Parse(broker.Name),
        Settings.EnvironmentName,
        new(Settings.ManagerLogin, _subject, _ => ValueTask.FromResult(PasswordHashMd5.Of(side.Password)))));

    private Finding Login(Uri url, PlatformResult<ManagerToken> result)
    {
        const string check = "manager login";
        return result switch
        {
            PlatformResult<ManagerToken>.Answered => Finding.Ok(_subject, check, $"manager {Settings.ManagerLogin} logs in at {url.Authority}", "B2P-3.1-8"),
            PlatformResult<ManagerToken>.Refused { ErrorCode: PlatformErrorCode.AuthenticationFailed } or PlatformResult<ManagerToken>.Refused { Status: 401 } =>
                Finding.Fault(
                    _subject,
                    check,
                    $"{url.Authority} does not know manager {Settings.ManagerLogin} with this password",
                    $"Correct Settings:{side.Key}:ManagerLogin and {side.PasswordKey}: they are those of the manager in the platform's back office.",
                    "B2P-3.1-8",
                    "B2P-0-9"),
            _ => Finding.Fault(_subject, check, $"{url.Authority}: {Said(result)}", "Ask the platform operator whether the manager may use the API from this machine.", "B2P-3.1-8"),
        };
    }

    private Finding Rights(PlatformResult<TraderListResponse> result) => result switch
    {
        PlatformResult<TraderListResponse>.Answered => Finding.Ok(_subject, "rights", "the manager may read accounts", "B2P-0-17"),
        _ => Finding.Fault(
            _subject, "rights", $"the manager may not read accounts: {Said(result)}", "Have the platform operator grant the manager the broker's groups.", "B2P-0-17"),
    };

    private Finding Group(PlatformResult<IReadOnlyList<TraderGroupEntity>> result, AccountProduct product)
    {
        const string check = "trader group";
        var name = product.GroupName;
        return result switch
        {
            PlatformResult<IReadOnlyList<TraderGroupEntity>>.Answered { Value: var groups } when groups.Any(group => group.Name == name) =>
                Finding.Ok(_subject, check, $"'{name}' is there", "B2P-3.3-22"),
            PlatformResult<IReadOnlyList<TraderGroupEntity>>.Answered { Value: var groups } => Finding.Fault(
                _subject,
                check,
                $"'{name}' is not among the manager's groups: {string.Join(", ", groups.Select(static group => $"'{group.Name}'"))}",
                $"Correct Settings:Accounts:{product.Id}:GroupName, or have the group granted to the manager: no account can be opened in it.",
                "B2P-3.3-22"),
            _ => Finding.Warning(_subject, check, $"cannot be checked: {Said(result)}", "Ask the platform operator for the right to read groups.", "B2P-3.3-22"),
        };
    }

    private Finding Currencies(PlatformResult<IReadOnlyList<string>> result, AccountProduct product)
    {
        const string check = "currencies";
        if (result is not PlatformResult<IReadOnlyList<string>>.Answered { Value: var known })
        {
            return Finding.Warning(_subject, check, $"cannot be checked: {Said(result)}", "Ask the platform operator for the right to read deposit assets.", "B2P-3.3-22");
        }

        var unknown = product.Currencies.Except(known, StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? Finding.Ok(_subject, check, $"{string.Join(", ", product.Currencies)} can be deposited", "B2P-3.3-22")
            : Finding.Fault(
                _subject,
                check,
                $"the platform has no accounts in {string.Join(", ", unknown)}",
                $"Take them out of Settings:Accounts:{product.Id}:Currencies; the platform has {string.Join(", ", known)}.",
                "B2P-3.3-22");
    }

    private Finding CrmName(PlatformResult<long?> result) => result switch
    {
        PlatformResult<long?>.Answered => Finding.Ok(_subject, "brokerCrmName", $"the platform knows {crm.Name}", "BID-5", "B2P-0-15"),
        PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.BrokerNotFound } => Finding.Fault(
            _subject,
            "brokerCrmName",
            $"the platform does not know {crm.Name}",
            "Enter the name exactly as the platform operator assigned it, capital letters included.",
            "BID-5",
            "B2P-0-15"),
        PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.InsufficientPermissions } => Finding.Fault(
            _subject,
            "brokerCrmName",
            $"the manager is shut out of a broker of {crm.Name}",
            "Have the platform operator take the CRM's brokers off the manager's disabledBrokerName.",
            "B2P-0-18"),
        _ => Finding.Warning(_subject, "brokerCrmName", $"cannot be checked: {Said(result)}", "Look at what the platform answers to call 3.11.", "B2P-3.11-1"),
    };

    /// <summary>The account that is to be linked does not exist, so the platform refuses in any case; names and environment it looks at first.</summary>
    private Finding BrokerName(PlatformResult<long?> result) => result switch
    {
        PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.TraderNotFound } =>
            Finding.Ok(_subject, "brokerName", $"the platform knows {broker.Name} and the environment {Settings.EnvironmentName}", "BID-5", "B2P-0-15"),
        PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.BrokerNotFound or PlatformErrorCode.PlantInvalid } => Finding.Fault(
            _subject,
            "brokerName",
            $"the platform does not know {broker.Name}",
            "Enter the name exactly as the platform operator assigned it, capital letters included.",
            "BID-5",
            "B2P-0-15"),
        PlatformResult<long?>.Refused { ErrorCode: PlatformErrorCode.EnvironmentNotFound } => Finding.Fault(
            _subject,
            "environment",
            $"the platform has no environment {Settings.EnvironmentName}",
            "Correct Settings:{side.Key}:EnvironmentName: live, demo, or what the platform operator named.",
            "B2P-3.4-6",
            "B2P-3.4-10"),
        _ => Finding.Warning(
            _subject, "brokerName", $"cannot be checked: {Said(result)}", "Compare the name with what the platform operator assigned.", "BID-5"),
    };

    private static string Said<T>(PlatformResult<T> result) => result switch
    {
        PlatformResult<T>.Refused refused => $"{refused.Status} {refused.ErrorCode}".TrimEnd(),
        PlatformResult<T>.NotSent notSent => notSent.Reason,
        PlatformResult<T>.Ambiguous ambiguous => ambiguous.Reason,
        _ => "an answer that was not expected",
    };
}
