using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Client.Crm;
using Drawbridge.Platform.Brokers;
using Drawbridge.Platform.Users;
using Drawbridge.Protocol.Invite;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;

namespace Drawbridge.Platform.Invite;

/// <summary>
/// Sends to a broker's registered address. Nothing else is sent unasked: accounts, users and positions are polled (WS-18). Whatever is no
/// success is tried again later (INV-11, INV-12).
/// </summary>
internal sealed class InviteSender(IHttpClientFactory clients, string clientName)
{
    /// <summary>The answer's body.</summary>
    /// <param name="broker">Whom to tell.</param>
    /// <param name="call">What the journal calls it.</param>
    /// <param name="url">The address registered for it.</param>
    /// <param name="body">What to say.</param>
    /// <param name="type">How to write it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<byte[]> PostAsync<T>(PlatformBroker broker, string call, string url, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(clientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Options.Set(CrmRequestInfo.Key, new(call, broker.BrokerCrmName, broker.BrokerName));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", broker.Options.Invite.Token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        using var response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw new HttpRequestException($"The broker answered {(int)response.StatusCode}.");
    }
}

/// <summary>The webhook "attribution" (INV-11..19). Repeated deliveries are the broker's to recognise (INV-21).</summary>
internal sealed class AttributionWebhook(InvitationStore store, BrokerDirectory brokers, InviteSender sender) : IJobHandler
{
    public string Queue => InviteJobs.Attribution;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var (invitedUserId, brokerName) = InviteJobs.Read(job);
        if (brokers.FindBroker(brokerName) is not { Options.Invite: { AttributionUrl: { } url, Token: not null } } broker
            || await store.FindAsync(invitedUserId, brokerName, cancellationToken) is not { } invitation)
        {
            throw new JobFailedException("The invitation or the broker's address is gone.");
        }

        var request = new AttributionRequest(invitedUserId, invitation.PartnerUserId, invitation.BrokerPartnerId, brokerName); // INV-13
        var body = await sender.PostAsync(broker, InviteJobs.Attribution, url, request, PlatformJson.Default.AttributionRequest, cancellationToken);
        var answer = AttributionAnswer.Read(body);
        await store.AnswerAsync(invitation, answer.BrokerPartnerId, answer.BrokerResult, cancellationToken); // INV-16
    }
}

/// <summary>The webhook "new user" (INV-23..25).</summary>
internal sealed class NewUserWebhook(InvitationStore store, UserStore users, BrokerDirectory brokers, InviteSender sender) : IJobHandler
{
    public string Queue => InviteJobs.NewUser;

    public async Task HandleAsync(Job job, CancellationToken cancellationToken)
    {
        var (userId, brokerName) = InviteJobs.Read(job);
        if (brokers.FindBroker(brokerName) is not { Options.Invite: { NewUserUrl: { } url, Token: not null } } broker
            || await store.FindAsync(userId, brokerName, cancellationToken) is not { } invitation
            || await users.FindAsync(userId, cancellationToken) is not { } user)
        {
            throw new JobFailedException("The user or the broker's address is gone.");
        }

        var notice = new NewUserNotice(userId, brokerName, user.Email, invitation.PartnerUserId); // INV-24
        await sender.PostAsync(broker, InviteJobs.NewUser, url, notice, PlatformJson.Default.NewUserNotice, cancellationToken);
    }
}
