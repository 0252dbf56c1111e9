using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Kyc.Provider;

/// <summary>Who comes to a provider's page, and what for.</summary>
internal sealed record KycContext(
    string Reference, string BrokerName, string BrokerCrmName, string Level, long? UserId, string Email, string? FirstName, string? LastName, string Lang, string Theme,
    string ReturnUrl);

/// <summary>What a provider is asked.</summary>
internal sealed record KycQuestion(string Reference);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(KycContext))]
[JsonSerializable(typeof(KycQuestion))]
[JsonSerializable(typeof(KycVerdict))]
internal sealed partial class KycProviderJson : JsonSerializerContext;

/// <summary>Any provider with a page of its own that speaks Standard Webhooks.</summary>
internal sealed class HostedKycProvider(KycProviderStore store, IHttpClientFactory clients, TimeProvider time) : IKycProvider
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "Drawbridge.KycProvider";

    private const int LongestAnswer = 16 * 1024;

    /// <summary>The reference of a submission.</summary>
    public static string ReferenceOf(KycCase one) => string.Create(CultureInfo.InvariantCulture, $"{one.Reference}-{one.Submissions}");

    /// <summary>Takes the reference of a submission apart.</summary>
    public static bool TryParse(string? text, out string reference, out int submission)
    {
        var dash = text?.LastIndexOf('-') ?? -1;
        reference = dash < 0 ? "" : text![..dash];
        submission = 0;
        return dash > 0 && int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out submission);
    }

    /// <inheritdoc/>
    /// <remarks>The address carries the context signed as a notification is, as for pages of custom actions; it is refused after five minutes.</remarks>
    public async Task<Uri?> FindPageAsync(BrokerEntity broker, string provider, KycCase one, BrokerUser user, Screen screen, string returnUrl, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(broker.Crm.Id, provider, cancellationToken) is not { } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var context = new KycContext(
            ReferenceOf(one), broker.Name.Value, broker.Crm.Name.Value, one.Level, user.CtraderUserId, user.Email, user.FirstName, user.LastName,
            screen.Texts.Language, screen.Theme, returnUrl);
        var text = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(context, KycProviderJson.Default.KycContext));
        var id = "ctx_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        return new(QueryHelpers.AddQueryString(row.PageUrl, new Dictionary<string, string?>
        {
            ["context"] = text,
            ["contextId"] = id,
            ["contextTimestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["contextSignature"] = store.SecretOf(row).Sign(id, now, Encoding.UTF8.GetBytes(text)),
        }));
    }

    /// <inheritdoc/>
    public async Task<KycVerdict?> FindVerdictAsync(BrokerEntity broker, string provider, KycCase one, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(broker.Crm.Id, provider, cancellationToken) is not { StatusUrl: { } url } row)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var reference = ReferenceOf(one);
        var body = JsonSerializer.SerializeToUtf8Bytes(new KycQuestion(reference), KycProviderJson.Default.KycQuestion);
        var id = "ask_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", store.SecretOf(row).Sign(id, now, body));
        using var client = clients.CreateClient(Client);
        client.MaxResponseContentBufferSize = LongestAnswer;
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The provider answered {(int)response.StatusCode}.");
        }

        var verdict = Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return verdict?.Reference == reference ? verdict : null;
    }

    /// <summary>What a provider says, or null when it is nothing of the kind.</summary>
    public static KycVerdict? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, KycProviderJson.Default.KycVerdict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
