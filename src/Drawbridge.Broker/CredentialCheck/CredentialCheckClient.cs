using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.Broker.Partners.Links;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CredentialCheck;

/// <summary>
/// Asks a broker's own CRM whether an address and a password are right: one signed call (Standard Webhooks 1.0, as our notifications), a few at a time,
/// within a time limit that includes the wait. Nothing of it is kept or logged.
/// </summary>
internal sealed class CredentialCheckClient(IHttpClientFactory clients, CrmSecretStore secrets, TimeProvider time)
{
    private const string EventType = "credentials.check";

    private readonly ConcurrentDictionary<(long BrokerId, int Most), SemaphoreSlim> _gates = new();

    public async Task<CredentialCheckResult> CheckAsync(HttpContext context, BrokerEntity broker, string login, string password, CancellationToken cancellationToken)
    {
        var check = broker.Settings.SignIn.CredentialCheck!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(check.Timeout);
        var gate = _gates.GetOrAdd((broker.Id, check.MaximumConcurrency), static key => new(key.Most, key.Most));
        try
        {
            await gate.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CredentialCheckResult.Unavailable("too many checks wait");
        }

        try
        {
            return await AskAsync(context, broker, check, login, password, limit.Token);
        }
        catch (HttpRequestException e)
        {
            return new CredentialCheckResult.Unavailable($"the CRM cannot be reached ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CredentialCheckResult.Unavailable("the CRM did not answer in time");
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<CredentialCheckResult> AskAsync(
        HttpContext context, BrokerEntity broker, CredentialCheckSettings check, string login, string password, CancellationToken cancellationToken)
    {
        if (await secrets.FindCheckAsync(broker.Id, cancellationToken) is not { } secret)
        {
            return new CredentialCheckResult.Unavailable("no secret is stored that would sign the question");
        }

        var now = time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new CredentialQuestion(
                EventType,
                now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                broker.Name.Value,
                broker.Crm.Name.Value,
                new(login, password, context.Connection.RemoteIpAddress?.ToString())),
            CredentialCheckJson.Default.CredentialQuestion);
        var id = "chk_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, check.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secret.Sign(id, now, body));
        using var client = clients.CreateClient(CrmIdentityRegistration.Client);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new CredentialCheckResult.Unavailable($"the CRM answered {(int)response.StatusCode}");
        }

        using var answer = JsonAnswer.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer is null ? new CredentialCheckResult.Unavailable("the CRM did not answer with a JSON object") : Read(answer, check);
    }

    private static CredentialCheckResult Read(JsonAnswer answer, CredentialCheckSettings check)
    {
        switch (answer.TextOf("result"))
        {
            case "wrong":
                return new CredentialCheckResult.Wrong();
            case "blocked":
                return new CredentialCheckResult.Blocked();
            case "ok" when answer.TextOf("user.id") is { } id && CrmIdentity.IsId(id):
                return new CredentialCheckResult.Right(new(id, answer.TextOf("user.email")?.Trim() ?? "", check.EmailsAreVerified || answer.IsTrue("user.emailVerified"))
                {
                    FirstName = CrmIdentity.NameOf(answer.TextOf("user.firstName")),
                    LastName = CrmIdentity.NameOf(answer.TextOf("user.lastName")),
                    Language = CrmIdentity.LanguageOf(answer.TextOf("user.language")),
                    Country = Country.Of(answer.TextOf("user.country")),
                    PartnerCode = PartnerCode.Normalize(answer.TextOf("user.partnerCode")),
                    PartnerId = CrmIdentity.PartnerOf(answer.TextOf("user.partnerId")),
                });
            case "ok":
                return new CredentialCheckResult.Unavailable("the CRM's answer has no usable user.id");
            default:
                return new CredentialCheckResult.Unavailable("the CRM's answer has no known result");
        }
    }
}

/// <summary>What the CRM is asked.</summary>
internal sealed record CredentialQuestion(string Type, string Timestamp, string BrokerName, string BrokerCrmName, CredentialQuestionData Data)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => "CredentialQuestion(redacted)";
}

/// <summary>What was entered, and from where.</summary>
internal sealed record CredentialQuestionData(string Login, string Password, string? Address)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => "CredentialQuestionData(redacted)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CredentialQuestion))]
internal sealed partial class CredentialCheckJson : JsonSerializerContext;
