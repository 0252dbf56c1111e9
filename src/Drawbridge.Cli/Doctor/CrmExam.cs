using System.Runtime.CompilerServices;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.Doctor.Network;
using Drawbridge.Client.Crm;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Cli.Doctor;

/// <summary>And back: what the platform meets when it calls one broker at the CRM's public address.</summary>
/// <param name="crm">The CRM.</param>
/// <param name="broker">The broker.</param>
/// <param name="publicUrl">The CRM's address as the platform has it.</param>
/// <param name="address">The exam of that address.</param>
/// <param name="client">The client that the platform's side uses.</param>
/// <param name="network">The network.</param>
internal sealed class CrmExam(CrmConfiguration crm, BrokerConfiguration broker, Uri publicUrl, AddressExam address, CrmClient client, INetwork network)
{
    private readonly string _subject = $"and back to {broker.Name}";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await address.IsReached.WaitAsync(cancellationToken))
        {
            yield break;
        }

        if (broker.Settings is { Identity: IdentityOption.Handoff, SwitchingIdentity: false })
        {
            yield return Finding.Ok(
                _subject, "token handoff", "the platform logs the traders in itself: it makes no calls and opens no login screen", "FLOW-HANDOFF-10");
            yield break;
        }

        yield return Password(await client.AuthenticateAsync(PeerWith(broker.Password ?? crm.Password), cancellationToken), "CRM password");
        if (broker.Password is null && crm.SecondPassword is { } second)
        {
            yield return Password(await client.AuthenticateAsync(PeerWith(second), cancellationToken), "second password");
        }

        yield return await LookAtLoginAsync(cancellationToken);
    }

    private CrmPeer PeerWith(string password) => new(publicUrl, BrokerCrmName.Parse(crm.Name), BrokerName.Parse(broker.Name), password);

    private Finding Password(CrmResult<CrmApiTokenResponse> result, string check) => result switch
    {
        CrmResult<CrmApiTokenResponse>.Answered => Finding.Ok(_subject, check, "call 4.1 is answered with a crmApiToken", "P2B-4.1-3"),
        CrmResult<CrmApiTokenResponse>.Refused { Code: CrmErrorCode.ClientAuthFailure } => Finding.Fault(
            _subject,
            check,
            "call 4.1 refuses the password of this configuration",
            "Restart the broker with this configuration; the password is the one that the platform operator generated.",
            "P2B-4.1-5"),
        CrmResult<CrmApiTokenResponse>.Refused { Code: CrmErrorCode.InsufficientPermissions } => Finding.Fault(
            _subject, check, "the broker is disabled", "Set Settings:Enabled, if the broker is to be called.", "P2B-0-11"),
        CrmResult<CrmApiTokenResponse>.Refused { Code: CrmErrorCode.BrokerIdInvalid or CrmErrorCode.BrokerIdMismatch or CrmErrorCode.BrokerIdMissing } refused =>
            Finding.Fault(
                _subject,
                check,
                $"call 4.1 does not accept the names {crm.Name} and {broker.Name}: {refused.Code}",
                "Restart the broker with this configuration; see that the public address is this CRM's, and Settings:Hosts has its host.",
                "P2B-4.1-7"),
        CrmResult<CrmApiTokenResponse>.Refused { Status: 429 } => Finding.Warning(
            _subject, check, "call 4.1 was asked with wrong passwords too often", "Find out who does so, and look again in some minutes.", "ERR-19"),
        CrmResult<CrmApiTokenResponse>.Refused refused => Finding.Fault(
            _subject, check, $"call 4.1 is refused: {refused.Status} {refused.Code}".TrimEnd(), "See that the public address leads to the broker's side.", "P2B-4.1-1"),
        CrmResult<CrmApiTokenResponse>.Unreachable unreachable => Finding.Fault(
            _subject, check, $"call 4.1 is not answered: {unreachable.Reason}", "See that the broker's side runs and is reached from outside.", "P2B-0-2"),
        CrmResult<CrmApiTokenResponse>.Nonsense nonsense => Finding.Fault(
            _subject, check, $"call 4.1 is answered by something else: {nonsense.Problem}", "See that the public address leads to the broker's side.", "P2B-4.1-1"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The screen that applications open.</summary>
    private async Task<Finding> LookAtLoginAsync(CancellationToken cancellationToken)
    {
        var names = $"brokerName={Uri.EscapeDataString(broker.Name)}&brokerCrmName={Uri.EscapeDataString(crm.Name)}";
        var seen = await network.AskAsync(new Uri(publicUrl, $"/auth/login?{names}"), 1, cancellationToken);
        return seen.Answers is [{ Status: 200, MediaType: "text/html" }]
            ? Finding.Ok(_subject, "login screen", "opens", "SCR-1", "SCR-15")
            : Finding.Fault(
                _subject,
                "login screen",
                seen.Answers is [var answer] ? $"answers {answer.Status}" : seen.Problem ?? "does not answer",
                "Open it in a browser: the page says what is wrong with the address.",
                "SCR-1",
                "SCR-15");
    }
}
